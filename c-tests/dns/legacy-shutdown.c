// run: once
// evdns_shutdown with requests in flight, and a new start after it.
#include "fake.h"
#include <event2/dns_compat.h>
#include <event2/event_compat.h>

static struct query asked;
QUERIED(keep) { asked = *q; }

RESOLVED(shut_down)
{
	say_result(result, type, count, ttl, addresses, arg);
	evdns_shutdown(1);
	SAY("shut down: %d\n", evdns_get_global_base() == NULL);
}

static void add(struct fake *server)
{
	char text[40];
	sprintf(text, "127.0.0.1:%d", port_of(server->fd));
	CHECK(evdns_nameserver_ip_add(text) == 0);
}

int main(void)
{
	struct fake *server;

	base = event_init();
	server = fake_new(base, "server", keep);
	for (int fail = 0; fail < 2; fail++) {
		int before = server->count;
		add(server);
		SAY("fail %d: request %d\n", fail, evdns_resolve_ipv4("name.test", 0, say_result, "in flight"));
		until(&server->count, before + 1);
		evdns_shutdown(fail);
		SAY("shut down: %d\n", evdns_get_global_base() == NULL);
		turns();
		SAY("results %d\n", results);
	}
	add(server);
	evdns_resolve_ipv4("name.test", 0, shut_down, "inside");
	until(&server->count, 3);
	send_address(&asked, "192.0.2.1");
	until(&results, 2);
	turns();
	fake_free(server);
	event_base_free(base);
	return t_result();
}
