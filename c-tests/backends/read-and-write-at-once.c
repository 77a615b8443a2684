/* Readable and writable in the same turn: one callback with both bits. One-shot: it is gone after either. */
#include "backends/kit.h"

static int runs;

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	++runs;
	SAY("  %s\n", t_what(what));
}

static void
use(const char *name, short flags)
{
	struct event_base *base = event_base_new();
	evutil_socket_t s[2];
	struct event *ev;

	t_pair(s);
	ev = event_new(base, s[0], EV_READ | EV_WRITE | flags, ran, NULL);
	runs = 0;
	event_add(ev, NULL);
	must_write(s[1], "x");
	SAY("%s, both ready\n", name);
	turn(base);
	SAY("%s, again: pending %s\n", name, t_what(event_pending(ev, EV_READ | EV_WRITE, NULL)));
	turn(base);
	event_add(ev, NULL);
	drain(s[0]);
	SAY("%s, only writable\n", name);
	turn(base);
	SAY("%s: %d runs, pending %s\n", name, runs, t_what(event_pending(ev, EV_READ | EV_WRITE, NULL)));
	event_free(ev);
	event_base_free(base);
	close(s[0]);
	close(s[1]);
}

int
main(void)
{
	use("one-shot", 0);
	use("persistent", EV_PERSIST);
	return t_result();
}
