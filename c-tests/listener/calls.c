// run: once
// What evconnlistener_new_bind asks of the system, in which order, and where it stops when that
// fails: the options of each flag, the backlog.
#include "kit.h"
#include <sys/syscall.h>

static int refuse;      /* the n-th call */
static int calls;

static int is_refused(void)
{
	if (++calls != refuse)
		return 0;
	SAY(" refused");
	errno = EDOM;
	return 1;
}

int socket(int domain, int type, int protocol)
{
	SAY(" socket(%s, %s%s)", domain == AF_INET ? "INET" : domain == AF_INET6 ? "INET6" : "?",
	    type & SOCK_NONBLOCK ? "nonblocking" : "", type & SOCK_CLOEXEC ? " cloexec" : "");
	return is_refused() ? -1 : (int)syscall(SYS_socket, domain, type, protocol);
}

int setsockopt(int fd, int level, int name, const void *value, socklen_t len)
{
	SAY(" option(%d, %d, %d)", level, name, *(const int *)value);
	CHECK(len == sizeof(int));
	return is_refused() ? -1 : (int)syscall(SYS_setsockopt, fd, level, name, value, len);
}

int bind(int fd, const struct sockaddr *sa, socklen_t len)
{
	SAY(" bind(%d)", (int)len);
	return is_refused() ? -1 : (int)syscall(SYS_bind, fd, sa, len);
}

int listen(int fd, int backlog)
{
	SAY(" listen(%d)", backlog);
	return is_refused() ? -1 : (int)syscall(SYS_listen, fd, backlog);
}

static struct event_base *base;

static int try(int family, unsigned flags, int backlog)
{
	int len, fd = next_fd();
	address a = free_address(family, &len);
	struct evconnlistener *lev;

	calls = errno = 0;
	SAY("flags %x:", flags);
	lev = evconnlistener_new_bind(base, count, NULL, flags | LEV_OPT_CLOSE_ON_FREE, backlog, &a.sa,
	    len);
	SAY(": %s %s\n", lev ? "works" : "NULL", lev ? "" : strerror(errno));
	if (lev)
		evconnlistener_free(lev);
	CHECK(next_fd() == fd);
	return lev != NULL;
}

int main(void)
{
	static const int backlogs[] = { 1, 5, 1000000, 0x7fffffff, 0, -1, -2, -0x7fffffff };

	t_log();
	base = event_base_new();
	for (unsigned flag = 1; flag <= LEV_OPT_BIND_IPV6ONLY; flag <<= 1) {
		try(AF_INET, flag, 10);
		try(AF_INET6, flag, 10);
	}
	try(AF_INET, ~(LEV_OPT_BIND_IPV6ONLY | LEV_OPT_BIND_IPV4_AND_IPV6), 10);
	try(AF_INET6, ~LEV_OPT_BIND_IPV4_AND_IPV6, 10);
	for (size_t i = 0; i < sizeof(backlogs) / sizeof(*backlogs); i++)
		try(AF_INET, 0, backlogs[i]);
	/* Not the first: the original makes up for a socket() that knows no flags. */
	for (refuse = 2; !try(AF_INET6, ~LEV_OPT_BIND_IPV4_AND_IPV6, 10); refuse++)
		;
	event_base_free(base);
	return t_result();
}
