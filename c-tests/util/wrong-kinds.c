// run: once
// Options of listening sockets on descriptors that are something else.
#include "t.h"

static void see(const char *name, const char *kind, int r)
{
	int err = errno;
	SAY("%s of a %s: %d %s\n", name, kind, r, r ? strerror(err) : "");
}

int main(void)
{
	static const char *const kind[] = { "pipe", "file", "unix socket", "udp socket", "tcp socket" };
	int fds[5], p[2], i;
	t_log();
	CHECK(pipe(p) == 0);
	fds[0] = p[0];
	fds[1] = open("file", O_CREAT | O_RDWR, 0600);
	fds[2] = socket(AF_UNIX, SOCK_STREAM, 0);
	fds[3] = socket(AF_INET, SOCK_DGRAM, 0);
	fds[4] = socket(AF_INET, SOCK_STREAM, 0);
	for (i = 0; i < 5; i++) {
		see("reuseable", kind[i], evutil_make_listen_socket_reuseable(fds[i]));
		see("reuseable_port", kind[i], evutil_make_listen_socket_reuseable_port(fds[i]));
		see("ipv6only", kind[i], evutil_make_listen_socket_ipv6only(fds[i]));
		see("deferred", kind[i], evutil_make_tcp_listen_socket_deferred(fds[i]));
	}
	return t_result();
}
