/* Persistent and one-shot signal events; what is pending, counted and passed. */
#include "backends/kit.h"

static struct event_base *base;

static void
on_signal(evutil_socket_t sig, short what, void *arg)
{
	SAY("  %s: %s %s\n", (const char *)arg, sig == SIGUSR1 ? "USR1" : "another", t_what(what));
}

static void
look(const char *what, struct event *ev)
{
	int r;

	SAY("%s\n", what);
	r = turn(base);
	SAY(" loop %d, added %d, pending %s\n", r, event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED),
	    t_what(event_pending(ev, EV_SIGNAL | EV_READ | EV_TIMEOUT, NULL)));
}

int
main(void)
{
	struct event *more, *once;

	base = event_base_new();
	more = event_new(base, SIGUSR1, EV_SIGNAL | EV_PERSIST, on_signal, "persistent");
	once = event_new(base, SIGUSR1, EV_SIGNAL, on_signal, "once");
	signal(SIGUSR1, SIG_IGN);

	SAY("signal %d, events %s, %s\n", event_get_signal(more) == SIGUSR1, t_what(event_get_events(more)),
	    t_what(event_get_events(once)));
	look("not added", once);
	event_add(once, NULL);
	look("added", once);
	raise(SIGUSR1);
	look("raised", once);
	raise(SIGUSR1);
	look("raised again", once);
	event_add(more, NULL);
	event_add(once, NULL);
	raise(SIGUSR1);
	look("both raised", more);
	raise(SIGUSR1);
	look("both raised again", more);
	event_del(more);
	look("deleted", more);
	event_free(more);
	event_free(once);
	event_base_free(base);
	return t_result();
}
