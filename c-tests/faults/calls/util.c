// run: once
// The helpers of event2/util.h: they do what they say, or fail and leave nothing behind.
#include "kit.h"

static void pairs(int family)
{
	evutil_socket_t fd[2] = { -2, -2 };
	char byte;
	if (!F_WORKS(evutil_socketpair(family, SOCK_STREAM, 0, fd) == 0))
		return;
	CHECK(send(fd[0], "x", 1, 0) == 1 && recv(fd[1], &byte, 1, 0) == 1 && byte == 'x');
	CHECK(evutil_closesocket(fd[0]) == 0 || errno);
	evutil_closesocket(fd[1]);
}

static void options(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0), on = 0;
	socklen_t len = sizeof on;
	if (F_WORKS(evutil_make_socket_nonblocking(fd) == 0))
		CHECK(fcntl(fd, F_GETFL) & O_NONBLOCK);
	if (F_WORKS(evutil_make_socket_closeonexec(fd) == 0))
		CHECK(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	if (F_WORKS(evutil_make_listen_socket_reuseable(fd) == 0))
		CHECK(getsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, &len) == 0 && on);
	close(fd);
}

static void random_bytes(void)
{
	unsigned char bytes[2][64] = { { 0 } };
	F_WORKS(evutil_secure_rng_init() == 0);
	evutil_secure_rng_get_bytes(bytes[0], 64);
	evutil_secure_rng_get_bytes(bytes[1], 64);
	CHECK(memcmp(bytes[0], bytes[1], 64) != 0);
	for (int i = 0; i < 60; i++)
		CHECK(memcmp(bytes[0] + i, "\0\0\0\0", 4) != 0);
}

int main(void)
{
	f_begin();
	pairs(AF_UNIX);
	options();
	random_bytes();
	return f_end();
}
