// run: once
// on: ours
// LEV_OPT_BIND_IPV4_AND_IPV6, of 2.2: an IPv6 listener serves IPv4, whatever the system's default.
// With LEV_OPT_BIND_IPV6ONLY as well it comes second, and wins. It is wrong for IPv4.
#include "kit.h"

static int serves_ipv4(unsigned flags)
{
	struct event_base *base = event_base_new();
	int client, served, len;
	address a = free_address(AF_INET6, &len);
	struct evconnlistener *lev;

	a.in6.sin6_addr = in6addr_any;
	lev = evconnlistener_new_bind(base, count, NULL, flags | LEV_OPT_CLOSE_ON_FREE, -1, &a.sa, len);
	CHECK(lev);
	client = socket(AF_INET, SOCK_STREAM, 0);
	served = connect_to(client, port_of(evconnlistener_get_fd(lev))) == 0;
	close(client);
	evconnlistener_free(lev);
	event_base_free(base);
	return served;
}

int main(void)
{
	int len;
	address a = free_address(AF_INET, &len);
	CHECK(serves_ipv4(LEV_OPT_BIND_IPV4_AND_IPV6));
	CHECK(!serves_ipv4(LEV_OPT_BIND_IPV6ONLY));
	CHECK(serves_ipv4(LEV_OPT_BIND_IPV6ONLY | LEV_OPT_BIND_IPV4_AND_IPV6));
	CHECK(!evconnlistener_new_bind(NULL, count, NULL, LEV_OPT_BIND_IPV4_AND_IPV6, -1, &a.sa, len));
	SAY("IPv4: %s\n", strerror(errno));
	return t_result();
}
