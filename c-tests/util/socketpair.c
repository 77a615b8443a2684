// run: once
// evutil_socketpair: what goes into one end comes out of the other, for each type of socket.
#include "t.h"

static void try(const char *name, int family, int type, int protocol)
{
	evutil_socket_t fd[2];
	char buf[8] = "";
	int i, r;
	errno = 0;
	r = evutil_socketpair(family, type, protocol, fd);
	SAY("%s: %d %s\n", name, r, r ? strerror(errno) : "");
	if (r)
		return;
	for (i = 0; i < 2; i++) {
		CHECK(send(fd[i], "ping", 4, 0) == 4);
		CHECK(recv(fd[!i], buf, sizeof(buf), 0) == 4 && !memcmp(buf, "ping", 4));
	}
	SAY("  nonblocking %d close-on-exec %d\n", !!(fcntl(fd[0], F_GETFL) & O_NONBLOCK),
	    !!(fcntl(fd[0], F_GETFD) & FD_CLOEXEC));
	CHECK(evutil_closesocket(fd[0]) == 0);
	CHECK((type & SOCK_DGRAM) == SOCK_DGRAM || recv(fd[1], buf, sizeof(buf), 0) == 0);
	CHECK(evutil_closesocket(fd[1]) == 0);
}

int main(void)
{
	t_log();
	try("unix stream", AF_UNIX, SOCK_STREAM, 0);
	try("unix datagram", AF_UNIX, SOCK_DGRAM, 0);
	try("unix seqpacket", AF_UNIX, SOCK_SEQPACKET, 0);
	try("unix with flags", AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	try("unix with protocol", AF_UNIX, SOCK_STREAM, PF_UNIX);
	/* As of socketpair itself, on this system. */
	try("inet stream", AF_INET, SOCK_STREAM, 0);
	try("inet datagram", AF_INET, SOCK_DGRAM, 0);
	return t_result();
}
