// run: once
// evutil_make_listen_socket_ipv6only: the same port can be bound for IPv4 as well.
#include "inet.h"

int main(void)
{
	int six = socket(AF_INET6, SOCK_STREAM, 0), four = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in6 any6;
	struct sockaddr_in any4;
	if (six < 0) /* no IPv6 on this machine */
		return 0;
	CHECK(evutil_make_listen_socket_ipv6only(six) == 0);
	CHECK(option(six, IPPROTO_IPV6, IPV6_V6ONLY) == 1);
	memset(&any6, 0, sizeof(any6));
	any6.sin6_family = AF_INET6;
	CHECK(bind(six, (struct sockaddr *)&any6, sizeof(any6)) == 0 && listen(six, 5) == 0);
	memset(&any4, 0, sizeof(any4));
	any4.sin_family = AF_INET;
	any4.sin_port = htons(port_of(six));
	CHECK(bind(four, (struct sockaddr *)&any4, sizeof(any4)) == 0 && listen(four, 5) == 0);
	/* Too late for a bound socket. */
	CHECK(evutil_make_listen_socket_ipv6only(six) == -1);
	return t_result();
}
