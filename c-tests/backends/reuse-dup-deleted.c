// run: epoll,poll,select
/* An event is deleted, its fd closed and the number given to another file, while a copy of the old file stays open and
 * readable: the event, added again, sees the new file only. */
#include "backends/kit.h"

static int runs;

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	char c = '?';
	ssize_t n = read(fd, &c, 1);

	SAY("run %d: %s, %zd byte '%c'\n", ++runs, t_what(what), n, c);
}

static void
use(short flags)
{
	struct event_base *base = event_base_new();
	evutil_socket_t s[2], t[2];
	struct event *ev;
	int copy;

	t_pair(s);
	ev = event_new(base, s[0], EV_READ | flags, ran, NULL);
	event_add(ev, NULL);
	turn(base);
	copy = dup(s[0]);
	must_write(s[1], "old");
	event_del(ev);
	close(s[0]);
	t_pair(t);
	as_number(t[0], s[0]);
	CHECK(event_add(ev, NULL) == 0);
	SAY("%s: the old file is readable\n", t_what(flags));
	turn(base);
	must_write(t[1], "n");
	SAY("%s: the new file is readable\n", t_what(flags));
	turn(base);
	SAY("%s: %d bytes left of the old\n", t_what(flags), drain(copy));
	event_free(ev);
	event_base_free(base);
	close(s[0]);
	close(s[1]);
	close(t[1]);
	close(copy);
}

int
main(void)
{
	use(0);
	use(EV_PERSIST);
	return t_result();
}
