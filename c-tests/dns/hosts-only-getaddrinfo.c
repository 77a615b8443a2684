// run: once
// Only evdns_getaddrinfo uses the hosts file; the resolve functions ask the name server.
#include "gai.h"

static int answers;

static void resolved(int result, char type, int count, int ttl, void *addresses, void *arg)
{
	SAY("%s: result %d, %d addresses\n", (const char *)arg, result, count);
	answers++;
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct fake *fake = fake_new(base);
	struct evdns_base *dns = fake_resolver(base, fake);
	put_file("hosts", "1.2.3.4 a.test\n1::2 a.test\n");
	CHECK(evdns_base_load_hosts(dns, "hosts") == 0);
	evdns_base_resolve_ipv4(dns, "a.test", 0, resolved, "ipv4");
	while (answers < 1)
		event_base_loop(base, EVLOOP_ONCE);
	evdns_base_resolve_ipv6(dns, "a.test", 0, resolved, "ipv6");
	while (answers < 2)
		event_base_loop(base, EVLOOP_ONCE);
	fake_say_log(fake);
	gai_look_up(base, dns, "a.test", "80", NULL);
	fake_say_log(fake);
	evdns_base_free(dns, 1);
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
