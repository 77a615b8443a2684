/* A one-shot event with a timeout ends by one or the other, and both are gone then. */
#include "backends/kit.h"

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	SAY("  %s, then pending %s\n", t_what(what), t_what(event_pending(arg, EV_READ | EV_TIMEOUT, NULL)));
}

int
main(void)
{
	struct event_base *base = event_base_new();
	evutil_socket_t s[2];
	struct event *ev;

	t_pair(s);
	ev = event_new(base, s[0], EV_READ, ran, event_self_cbarg());
	SAY("timeout\n");
	event_add(ev, MS(5));
	SAY("dispatch %d\n", event_base_dispatch(base));
	must_write(s[1], "x");
	SAY("bytes come after the timeout: %d\n", turn(base));
	SAY("readable\n");
	event_add(ev, MS(60000));
	SAY("dispatch %d\n", event_base_dispatch(base));
	SAY("timeout kept by an add without one: %d\n", (event_add(ev, MS(60000)), event_add(ev, NULL)));
	SAY("pending %s\n", t_what(event_pending(ev, EV_READ | EV_TIMEOUT, NULL)));
	event_remove_timer(ev);
	SAY("timer removed: pending %s\n", t_what(event_pending(ev, EV_READ | EV_TIMEOUT, NULL)));
	event_free(ev);
	event_base_free(base);
	return t_result();
}
