// run: once
// The socket error macros are errno; each is usable as a statement or an expression.
#include "t.h"

int main(void)
{
	if (1)
		EVUTIL_SET_SOCKET_ERROR(ECONNRESET);
	else
		EVUTIL_SET_SOCKET_ERROR(EINVAL);
	CHECK(errno == ECONNRESET);
	errno = ETIMEDOUT;
	SAY("%s\n", t_errno(EVUTIL_SOCKET_ERROR()));
	SAY("%s\n", t_errno(evutil_socket_geterror(-1)));
	SAY("%s\n", evutil_socket_error_to_string(ECONNREFUSED));
	CHECK(!strcmp(evutil_socket_error_to_string(EPIPE), strerror(EPIPE)));
	SAY("%d\n", (int)EVUTIL_INVALID_SOCKET);
	return t_result();
}
