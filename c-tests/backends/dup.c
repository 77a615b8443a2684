/* Two fds of one file: each has its events; deleting or closing one leaves the other. */
#include "backends/kit.h"

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	/* The order of different fds is the kernel's business, so it is not shown. */
	*(int *)arg |= what;
}

static int seen[2];

static void
look(struct event_base *base, const char *what)
{
	seen[0] = seen[1] = 0;
	turn(base);
	SAY("%s: first %s, copy %s\n", what, t_what(seen[0]), t_what(seen[1]));
}

int
main(void)
{
	struct event_base *base = event_base_new();
	struct event *first, *second;
	evutil_socket_t s[2];
	int copy;

	t_pair(s);
	copy = dup(s[0]);
	first = event_new(base, s[0], EV_READ | EV_PERSIST, ran, &seen[0]);
	second = event_new(base, copy, EV_READ | EV_WRITE | EV_PERSIST, ran, &seen[1]);
	CHECK(event_add(first, NULL) == 0 && event_add(second, NULL) == 0);
	look(base, "nothing to read");
	must_write(s[1], "x");
	look(base, "a byte");
	event_del(first);
	look(base, "first deleted");
	event_add(first, NULL);
	event_del(second);
	look(base, "copy deleted");
	event_add(second, NULL);
	event_del(first);
	close(s[0]);
	look(base, "first deleted and closed");
	drain(copy);
	look(base, "drained");
	event_free(first);
	event_free(second);
	event_base_free(base);
	return t_result();
}
