// run: once
// evutil_make_tcp_listen_socket_deferred: connections are handed over once there is something
// to read from them.
#include "inet.h"

int main(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0), served;
	char c = 0;
	CHECK(option(fd, IPPROTO_TCP, TCP_DEFER_ACCEPT) == 0);
	SAY("%d\n", evutil_make_tcp_listen_socket_deferred(fd));
	CHECK(option(fd, IPPROTO_TCP, TCP_DEFER_ACCEPT) > 0);
	CHECK(bind_to(fd, 0) == 0 && listen(fd, 5) == 0);
	SAY("once listening: %d\n", evutil_make_tcp_listen_socket_deferred(fd));
	CHECK(connect_to(client, port_of(fd)) == 0);
	CHECK(write(client, "x", 1) == 1);
	served = accept(fd, NULL, NULL);
	CHECK(recv(served, &c, 1, MSG_DONTWAIT) == 1 && c == 'x');
	return t_result();
}
