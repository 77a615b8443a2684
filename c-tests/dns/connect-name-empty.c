// run: once
// on: ours
// bufferevent_socket_connect_hostname with a name of the hosts file that has no address of the family: the look-up
// succeeds with an empty list, which the original follows into a crash. Here the connect fails.
#include "connect.h"

int main(void)
{
	struct event_base *base = event_base_new();
	struct fake *fake = fake_new(base);
	struct evdns_base *dns = fake_resolver(base, fake);
	struct bufferevent *bev = connect_new(base, 0);
	put_file("hosts", "127.0.0.1 four.test\n");
	CHECK(evdns_base_load_hosts(dns, "hosts") == 0);
	connect_by_name(bev, dns, AF_INET6, "four.test", 80);
	UNTIL(base, connect_events);
	settle(base);
	CHECK(connect_events == 1);
	CHECK(bufferevent_socket_get_dns_error(bev) != 0);
	CHECK(bufferevent_getfd(bev) == -1);
	bufferevent_free(bev);
	evdns_base_free(dns, 1);
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
