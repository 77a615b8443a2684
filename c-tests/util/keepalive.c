// run: once
// on: ours
// evutil_set_tcp_keepalive (2.2): idle time as given, probes every third of it, three of them.
#include "inet.h"

int main(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	CHECK(option(fd, SOL_SOCKET, SO_KEEPALIVE) == 0);
	CHECK(evutil_set_tcp_keepalive(fd, 1, 60) == 0);
	CHECK(option(fd, SOL_SOCKET, SO_KEEPALIVE) == 1);
	CHECK(option(fd, IPPROTO_TCP, TCP_KEEPIDLE) == 60);
	CHECK(option(fd, IPPROTO_TCP, TCP_KEEPINTVL) == 20);
	CHECK(option(fd, IPPROTO_TCP, TCP_KEEPCNT) == 3);
	CHECK(evutil_set_tcp_keepalive(fd, 1, 1) == 0); /* a third of a second is made a whole one */
	CHECK(option(fd, IPPROTO_TCP, TCP_KEEPIDLE) == 1);
	CHECK(option(fd, IPPROTO_TCP, TCP_KEEPINTVL) == 1);
	CHECK(evutil_set_tcp_keepalive(fd, 0, 60) == 0);
	CHECK(option(fd, SOL_SOCKET, SO_KEEPALIVE) == 0);
	errno = 0;
	CHECK(evutil_set_tcp_keepalive(-1, 1, 60) == -1);
	CHECK(errno == EBADF);
	CHECK(evutil_set_tcp_keepalive(open("file", O_CREAT | O_RDWR, 0600), 1, 60) == -1);
	CHECK(errno == ENOTSOCK);
	return t_result();
}
