/* event_finalize: the callback does not run any more, the finalizer does, in the loop; add and active are ignored. */
#include "backends/kit.h"

static struct event_base *base;

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	SAY("  callback %s: %s\n", (const char *)arg, t_what(what));
}

static void
finalizer(struct event *ev, void *arg)
{
	SAY("  finalizer %s\n", (const char *)arg);
}

static void
look(const char *what, struct event *ev)
{
	SAY("%s: pending %s, added %d, active %d\n", what, t_what(event_pending(ev, 0xff, NULL)),
	    event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED),
	    event_base_get_num_events(base, EVENT_BASE_COUNT_ACTIVE));
}

static void
use(const char *name, struct event *ev, const struct timeval *tv, int active)
{
	int r;

	SAY("%s\n", name);
	event_add(ev, tv);
	if (active)
		event_active(ev, EV_READ, 1);
	look(" before", ev);
	SAY(" finalize %d\n", event_finalize(0, ev, finalizer));
	look(" after", ev);
	SAY(" add %d\n", event_add(ev, tv));
	SAY(" add with a timeout %d\n", event_add(ev, MS(1)));
	event_active(ev, EV_READ, 1);
	SAY(" del %d\n", event_del(ev));
	look(" all of these", ev);
	r = event_base_dispatch(base);
	SAY(" dispatch %d\n", r);
	look(" in the end", ev);
	event_free(ev);
}

int
main(void)
{
	evutil_socket_t s[2];

	t_log();
	base = event_base_new();
	t_pair(s);
	must_write(s[1], "x");
	use("reader", event_new(base, s[0], EV_READ | EV_PERSIST, ran, "reader"), NULL, 0);
	use("one-shot reader", event_new(base, s[0], EV_READ, ran, "one-shot"), NULL, 0);
	use("timer", event_new(base, -1, 0, ran, "timer"), MS(1), 0);
	use("persistent timer", event_new(base, -1, EV_PERSIST, ran, "persistent timer"), MS(1), 0);
	use("signal", event_new(base, SIGUSR1, EV_SIGNAL | EV_PERSIST, ran, "signal"), NULL, 0);
	use("active reader", event_new(base, s[0], EV_READ | EV_PERSIST, ran, "active"), NULL, 1);
	use("EV_FINALIZE", event_new(base, s[0], EV_READ | EV_PERSIST | EV_FINALIZE, ran, "flagged"), NULL, 0);
	event_base_free(base);
	return t_result();
}
