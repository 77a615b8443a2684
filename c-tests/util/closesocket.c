// run: once
// evutil_closesocket: closes once, keeps no secret about a second time. EVUTIL_CLOSESOCKET is it.
#include "t.h"

int main(void)
{
	evutil_socket_t fd[2];
	char c;
	t_log();
	t_pair(fd);
	SAY("%d\n", evutil_closesocket(fd[0]));
	CHECK(recv(fd[1], &c, 1, 0) == 0); /* the other end sees it */
	errno = 0;
	SAY("%d", evutil_closesocket(fd[0]));
	SAY(" %s\n", t_errno(errno));
	SAY("%d\n", EVUTIL_CLOSESOCKET(fd[1]));
	CHECK(fcntl(fd[1], F_GETFD) == -1 && errno == EBADF);
	return t_result();
}
