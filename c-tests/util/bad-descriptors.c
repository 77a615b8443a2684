// run: once
// What the socket functions return, leave in errno and log for descriptors that are not open.
#include "t.h"

#define SEE(call) do { \
	errno = EDOM; \
	int r_ = call; \
	int e_ = errno; \
	SAY("%s = %d, %s\n", #call, r_, t_errno(e_)); \
} while (0)

int main(void)
{
	static const int fds[] = { -1, -2, 9999 };
	int i;
	t_log();
	for (i = 0; i < 3; i++) {
		int fd = fds[i];
		SAY("fd %d\n", fd);
		SEE(evutil_make_socket_nonblocking(fd));
		SEE(evutil_make_socket_closeonexec(fd));
		SEE(evutil_make_listen_socket_reuseable(fd));
		SEE(evutil_make_listen_socket_reuseable_port(fd));
		SEE(evutil_make_listen_socket_ipv6only(fd));
		SEE(evutil_make_tcp_listen_socket_deferred(fd));
		SEE(evutil_closesocket(fd));
	}
	return t_result();
}
