/* One side shuts down its writing: the other reads the rest, then end of file, and can still write. */
#include "backends/kit.h"

static int done;

static void
on_read(evutil_socket_t fd, short what, void *arg)
{
	char buf[16];
	ssize_t n = read(fd, buf, 2);

	SAY("%s reads %zd: %s\n", (const char *)arg, n, t_what(what));
	if (n == 0)
		++done;
}

static void
on_write(evutil_socket_t fd, short what, void *arg)
{
	SAY("writer: %s\n", t_what(what));
	must_write(fd, "answer");
	shutdown(fd, SHUT_WR);
}

int
main(void)
{
	struct event_base *base = event_base_new();
	struct event *rd, *wr, *far;
	evutil_socket_t s[2];

	t_pair(s);
	rd = event_new(base, s[0], EV_READ | EV_PERSIST, on_read, "near");
	must_write(s[1], "abc");
	shutdown(s[1], SHUT_WR);
	event_add(rd, NULL);
	while (!done)
		turn(base);
	event_del(rd);
	wr = event_new(base, s[0], EV_WRITE, on_write, NULL);
	event_add(wr, NULL);
	turn(base);
	far = event_new(base, s[1], EV_READ | EV_PERSIST, on_read, "far");
	event_add(far, NULL);
	while (done < 2)
		turn(base);
	event_free(rd);
	event_free(wr);
	event_free(far);
	event_base_free(base);
	return t_result();
}
