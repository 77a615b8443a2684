// run: once
// Bad arguments of evutil_socketpair: -1 and socketpair's own errno, nothing stored.
#include "t.h"

static void try(const char *name, int family, int type, int protocol)
{
	evutil_socket_t fd[2] = { -7, -8 };
	int r;
	errno = 0;
	r = evutil_socketpair(family, type, protocol, fd);
	SAY("%s: %d, %s\n", name, r, strerror(errno));
	CHECK(fd[0] == -7 && fd[1] == -8);
}

int main(void)
{
	int r;
	t_log();
	try("no family", 0, SOCK_STREAM, 0);
	try("negative family", -1, SOCK_STREAM, 0);
	try("unknown family", 9999, SOCK_STREAM, 0);
	try("no type", AF_UNIX, 0, 0);
	try("unknown type", AF_UNIX, 99, 0);
	try("unknown protocol", AF_UNIX, SOCK_STREAM, 77);
	errno = 0;
	r = evutil_socketpair(AF_UNIX, SOCK_STREAM, 0, NULL);
	SAY("nowhere to put it: %d, %s\n", r, strerror(errno));
	return t_result();
}
