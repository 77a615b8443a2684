// run: once
// Errors of accept: a few are passed over, for the others the error callback is called with errno
// and the callback's argument, or a warning is logged. The listener goes on with the next turn.
#include "kit.h"

static int error, calls;

int accept4(int fd, struct sockaddr *sa, socklen_t *len, int flags)
{
	calls++;
	errno = error;
	return -1;
}

/* The original tries this when the system knows no accept4, or none of its flags. */
int accept(int fd, struct sockaddr *sa, socklen_t *len)
{
	errno = error;
	return -1;
}

static void on_error(struct evconnlistener *lev, void *arg)
{
	CHECK(errno == error && EVUTIL_SOCKET_ERROR() == error);
	SAY("%s, %s", strerror(errno), (char *)arg);
}

int main(void)
{
	static const int errors[] = { EINTR, EAGAIN, ECONNABORTED, EPROTO, EMFILE, ENFILE, ENOBUFS,
		ENOMEM, EPERM, EINVAL, EBADF, ENOTSOCK, EOPNOTSUPP, EFAULT, ENOSYS, ENETDOWN, ENOPROTOOPT,
		EHOSTDOWN, ENONET, EHOSTUNREACH, ENETUNREACH, ETIMEDOUT, ECONNRESET };
	struct event_base *base = event_base_new();
	struct evconnlistener *lev = listen_unix(base, count, "argument");
	int client = client_of(lev);

	t_log();
	for (int pass = 0; pass < 2; pass++) {
		SAY(pass ? "without a callback\n" : "with a callback\n");
		evconnlistener_set_error_cb(lev, pass ? NULL : on_error);
		for (size_t i = 0; i < sizeof(errors) / sizeof(*errors); i++) {
			error = errors[i];
			calls = 0;
			SAY("%d: ", error);
			evconnlistener_enable(lev); /* it may make a pause */
			turn(base);
			SAY(" (%d)\n", calls);
		}
	}
	close(client);
	evconnlistener_free(lev);
	event_base_free(base);
	return t_result();
}
