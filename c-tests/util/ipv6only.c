// run: once
// evutil_make_listen_socket_ipv6only: the same port can be bound for IPv4 as well.
#include "inet.h"

/* Listens on a free port for IPv6, and on the same one for IPv4. */
static int both(int *six)
{
	int four = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in6 any6;
	struct sockaddr_in any4;
	*six = socket(AF_INET6, SOCK_STREAM, 0);
	CHECK(evutil_make_listen_socket_ipv6only(*six) == 0);
	CHECK(option(*six, IPPROTO_IPV6, IPV6_V6ONLY) == 1);
	memset(&any6, 0, sizeof(any6));
	any6.sin6_family = AF_INET6;
	CHECK(bind(*six, (struct sockaddr *)&any6, sizeof(any6)) == 0 && listen(*six, 5) == 0);
	memset(&any4, 0, sizeof(any4));
	any4.sin_family = AF_INET;
	any4.sin_port = htons(port_of(*six));
	return bind(four, (struct sockaddr *)&any4, sizeof(any4)) == 0 && listen(four, 5) == 0;
}

int main(void)
{
	int six = socket(AF_INET6, SOCK_STREAM, 0), tries = 1;
	if (six < 0) /* no IPv6 on this machine */
		return 0;
	while (!both(&six) && tries < 20)
		tries++; /* somebody else had that port */
	CHECK(tries < 20);
	/* Too late for a bound socket. */
	CHECK(evutil_make_listen_socket_ipv6only(six) == -1);
	return t_result();
}
