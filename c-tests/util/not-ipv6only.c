// run: once
// on: ours
// evutil_make_listen_socket_not_ipv6only (2.2): an IPv6 socket that takes IPv4 too.
#include "inet.h"

int main(void)
{
	int six = socket(AF_INET6, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in6 any;
	CHECK(evutil_make_listen_socket_not_ipv6only(-1) == -1 && errno == EBADF);
	if (six < 0) /* no IPv6 on this machine */
		return 0;
	CHECK(evutil_make_listen_socket_ipv6only(six) == 0);
	CHECK(option(six, IPPROTO_IPV6, IPV6_V6ONLY) == 1);
	CHECK(evutil_make_listen_socket_not_ipv6only(six) == 0);
	CHECK(option(six, IPPROTO_IPV6, IPV6_V6ONLY) == 0);
	memset(&any, 0, sizeof(any));
	any.sin6_family = AF_INET6;
	CHECK(bind(six, (struct sockaddr *)&any, sizeof(any)) == 0 && listen(six, 5) == 0);
	CHECK(connect_to(client, port_of(six)) == 0);
	CHECK(evutil_make_listen_socket_not_ipv6only(client) == -1); /* IPv4 */
	return t_result();
}
