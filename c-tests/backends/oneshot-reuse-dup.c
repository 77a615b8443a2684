// run: epoll,poll,select
/* As oneshot-reuse, but the one-shot event has run and was not deleted by hand, the old file stays open in a copy and
 * is readable: what the kernel still knows of the old file under that number must not reach the event. */
#include "backends/kit.h"

static int runs;
static char seen;

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	runs++;
	CHECK(what == EV_READ);
	CHECK(read(fd, &seen, 1) == 1);
}

int
main(void)
{
	struct event_base *base = event_base_new();
	evutil_socket_t s[2], t[2];
	struct event *ev;
	int copy;

	t_pair(s);
	must_write(s[1], "a");
	ev = event_new(base, s[0], EV_READ, ran, NULL);
	event_add(ev, NULL);
	turn(base);
	CHECK(runs == 1 && seen == 'a');

	copy = dup(s[0]);
	must_write(s[1], "old");
	close(s[0]);
	t_pair(t);
	as_number(t[0], s[0]);
	CHECK(event_add(ev, NULL) == 0);
	turn(base);
	CHECK(runs == 1);
	must_write(t[1], "n");
	turn(base);
	CHECK(runs == 2 && seen == 'n');
	turn(base);
	CHECK(runs == 2);
	CHECK(drain(copy) == 3);
	event_free(ev);
	event_base_free(base);
	return t_result();
}
