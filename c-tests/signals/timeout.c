/* A signal event with a timeout: either may come; one-shot ends with either. */
#include "backends/kit.h"

static void
ran(evutil_socket_t sig, short what, void *arg)
{
	SAY("  %s\n", t_what(what));
}

static void
look(struct event_base *base, struct event *ev, const char *what)
{
	SAY("%s: added %d, pending %s\n", what, event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED),
	    t_what(event_pending(ev, EV_SIGNAL | EV_TIMEOUT, NULL)));
}

int
main(void)
{
	struct event_base *base = event_base_new();
	struct event *once = event_new(base, SIGUSR1, EV_SIGNAL, ran, NULL);
	struct event *more = evsignal_new(base, SIGUSR1, ran, NULL);

	SAY("add %d\n", event_add(once, MS(1)));
	look(base, once, "once");
	event_base_loop(base, EVLOOP_ONCE);
	look(base, once, "after the timeout");
	event_add(once, MS(60000));
	raise(SIGUSR1);
	event_base_loop(base, EVLOOP_ONCE);
	look(base, once, "after the signal");

	event_add(more, MS(1));
	event_base_loop(base, EVLOOP_ONCE);
	look(base, more, "persistent, after the timeout");
	event_add(more, MS(60000));
	raise(SIGUSR1);
	event_base_loop(base, EVLOOP_ONCE);
	look(base, more, "persistent, after the signal");
	event_remove_timer(more);
	look(base, more, "timer removed");
	event_free(once);
	event_free(more);
	event_base_free(base);
	return t_result();
}
