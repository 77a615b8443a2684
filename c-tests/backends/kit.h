/* What the tests of the event core share beyond t.h. */
#ifndef CT_KIT_H
#define CT_KIT_H

#include "t.h"

T_UNUSED static void
must_write(int fd, const char *text)
{
	if (write(fd, text, strlen(text)) != (ssize_t)strlen(text)) {
		perror("write");
		exit(2);
	}
}

/* Reads all there is and throws it away; the number of bytes. For nonblocking fds. */
T_UNUSED static int
drain(int fd)
{
	char buf[4096];
	int all = 0;
	ssize_t n;

	while ((n = read(fd, buf, sizeof buf)) > 0)
		all += (int)n;
	return all;
}

/* The backend without regard to its change list: "epoll", "poll", "select". */
T_UNUSED static int
backend_is(const struct event_base *base, const char *name)
{
	return strncmp(event_base_get_method(base), name, strlen(name)) == 0;
}

/* One turn: what is ready now runs once. (EVLOOP_NONBLOCK alone goes on while there is work.) */
T_UNUSED static int
turn(struct event_base *base)
{
	return event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
}

/* Makes FD the fd NUMBER, so that log texts with numbers in them can be compared. */
T_UNUSED static int
as_number(int fd, int number)
{
	if (fd < 0 || dup2(fd, number) != number) {
		perror("dup2");
		exit(2);
	}
	if (fd != number)
		close(fd);
	return number;
}

#endif
