// run: once
// Names in the hosts file: several addresses of one, upper and lower case, trailing dots, a second file, and
// evdns_base_clear_host_addresses.
#include "gai.h"

static struct event_base *base;
static struct evdns_base *dns;

static void look(const char *what)
{
	static const char *const names[] = { "many", "MANY", "Mixed", "mixed", "MIXED", "dot", "dot.", "last", "many.test",
		"localhost" };
	struct evutil_addrinfo hints = gai_hints(AF_UNSPEC, EVUTIL_AI_CANONNAME);
	SAY("%s\n", what);
	for (int i = 0; i < 10; i++)
		gai_look_up(base, dns, names[i], "80", &hints);
}

int main(void)
{
	struct fake *fake;
	base = event_base_new();
	fake = fake_new(base);
	dns = fake_resolver(base, fake);
	look("nothing loaded");
	put_file("one", "1.1.1.1 many\n5::5 many\n2.2.2.2 many\n1.1.1.1 many\n4::4 many\n3.3.3.3 Mixed\n4.4.4.4 dot.\n");
	put_file("two", "9.9.9.9 many\n8.8.8.8 localhost\n7.7.7.7 mixed last\n");
	CHECK(evdns_base_load_hosts(dns, "one") == 0);
	look("one file");
	CHECK(evdns_base_load_hosts(dns, "two") == 0);
	look("and another");
	CHECK(evdns_base_load_hosts(dns, NULL) == 0);
	look("and the standard names");
	CHECK(evdns_base_load_hosts(dns, "two") == 0);
	look("the other again");
	evdns_base_clear_host_addresses(dns);
	look("cleared");
	evdns_base_clear_host_addresses(dns);
	CHECK(evdns_base_load_hosts(dns, "two") == 0);
	look("loaded again");
	evdns_base_free(dns, 1);
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
