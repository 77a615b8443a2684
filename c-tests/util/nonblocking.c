// run: once
// evutil_make_socket_nonblocking: sets O_NONBLOCK, keeps the other flags, may be repeated,
// works on anything with a descriptor.
#include "t.h"

static void try(const char *name, int fd)
{
	int before = fcntl(fd, F_GETFL), after;
	errno = EDOM;
	SAY("%s: %d\n", name, evutil_make_socket_nonblocking(fd));
	SAY("errno %s\n", t_errno(errno));
	after = fcntl(fd, F_GETFL);
	CHECK(after == (before | O_NONBLOCK));
	SAY("again: %d\n", evutil_make_socket_nonblocking(fd));
	CHECK(fcntl(fd, F_GETFL) == after);
}

int main(void)
{
	int tcp = socket(AF_INET, SOCK_STREAM, 0), udp = socket(AF_INET, SOCK_DGRAM, 0);
	int fd[2];
	char c;
	t_log();
	try("tcp", tcp);
	try("udp", udp);
	CHECK(pipe(fd) == 0);
	try("pipe", fd[0]);
	CHECK(read(fd[0], &c, 1) == -1 && errno == EAGAIN);
	CHECK(!(fcntl(fd[1], F_GETFL) & O_NONBLOCK));
	try("file", open("file", O_CREAT | O_WRONLY | O_APPEND, 0600));
	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, fd) == 0);
	try("pair", fd[0]);
	CHECK(recv(fd[0], &c, 1, 0) == -1 && errno == EAGAIN);
	return t_result();
}
