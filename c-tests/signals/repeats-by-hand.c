/* event_active with a count: a signal event is called so often, any other once; a delete inside stops the calls. */
#include "backends/kit.h"

static int runs, stop_at;
static struct event_base *base;

static void
ran(evutil_socket_t sig, short what, void *arg)
{
	SAY("  call %d: %s\n", ++runs, t_what(what));
	if (runs == stop_at)
		SAY("  del: %d\n", event_del(arg));
}

static void
poke(const char *what, struct event *ev, int res, short count, int stop)
{
	SAY("%s, %d times\n", what, count);
	runs = 0;
	stop_at = stop;
	event_active(ev, res, count);
	turn(base);
	SAY(" %d calls, pending %s, active %d\n", runs, t_what(event_pending(ev, EV_SIGNAL | EV_TIMEOUT, NULL)),
	    event_base_get_num_events(base, EVENT_BASE_COUNT_ACTIVE));
}

int
main(void)
{
	struct event *sig, *timer;

	base = event_base_new();
	sig = event_new(base, SIGUSR1, EV_SIGNAL | EV_PERSIST, ran, event_self_cbarg());
	timer = evtimer_new(base, ran, event_self_cbarg());
	poke("signal, not added", sig, EV_SIGNAL, 3, 0);
	event_add(sig, NULL);
	poke("signal", sig, EV_SIGNAL, 3, 0);
	poke("signal", sig, EV_SIGNAL, 1, 0);
	poke("signal", sig, EV_SIGNAL, 0, 0);
	poke("signal as a timeout", sig, EV_TIMEOUT, 2, 0);
	poke("signal, stopped at the second", sig, EV_SIGNAL, 5, 2);
	poke("signal, not added, stopped at the first", sig, EV_SIGNAL, 5, 1);
	poke("timer", timer, EV_TIMEOUT, 3, 0);
	poke("timer as a signal", timer, EV_SIGNAL, 3, 0);
	/* A second activation before the loop: the first count stands. */
	event_active(sig, EV_SIGNAL, 2);
	poke("signal, active already", sig, EV_SIGNAL, 4, 0);
	event_active(sig, EV_SIGNAL, 2);
	poke("signal, active already, other bits", sig, EV_READ, 4, 0);
	event_free(sig);
	event_free(timer);
	event_base_free(base);
	return t_result();
}
