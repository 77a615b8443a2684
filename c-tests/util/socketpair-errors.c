// run: once
// Bad arguments of evutil_socketpair: -1 and the errno of socketpair itself.
#include "t.h"

static void try(const char *name, int family, int type, int protocol)
{
	evutil_socket_t fd[2];
	int r;
	errno = 0;
	r = evutil_socketpair(family, type, protocol, fd);
	SAY("%s: %d, %s\n", name, r, strerror(errno));
}

int main(void)
{
	t_log();
	try("no family", 0, SOCK_STREAM, 0);
	try("negative family", -1, SOCK_STREAM, 0);
	try("unknown family", 9999, SOCK_STREAM, 0);
	try("no type", AF_UNIX, 0, 0);
	try("unknown type", AF_UNIX, 99, 0);
	try("unknown protocol", AF_UNIX, SOCK_STREAM, 77);
	return t_result();
}
