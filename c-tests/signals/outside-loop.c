/* Signals that come while no loop runs wait for it; those that come in a callback are heard in the next turn. */
#include "backends/kit.h"

static int runs;

static void
ran(evutil_socket_t sig, short what, void *arg)
{
	SAY("  run %d\n", ++runs);
	if (runs < 3)
		raise(SIGUSR1);
	else
		event_del(arg);
}

int
main(void)
{
	struct event_base *base = event_base_new();
	struct event *ev = evsignal_new(base, SIGUSR1, ran, event_self_cbarg());

	SAY("add %d\n", event_add(ev, NULL));
	raise(SIGUSR1);
	SAY("raised, nothing active: %d\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ACTIVE));
	SAY("turn %d\n", turn(base));
	SAY("dispatch %d\n", event_base_dispatch(base));

	/* Deleted while a signal waits: it is forgotten. */
	event_add(ev, NULL);
	raise(SIGUSR1);
	event_del(ev);
	SAY("deleted, turn %d, %d runs\n", turn(base), runs);
	/* Added again before the loop looks: what waited is heard. */
	event_add(ev, NULL);
	raise(SIGUSR1);
	event_del(ev);
	event_add(ev, NULL);
	turn(base);
	SAY("added again: %d runs\n", runs);
	event_free(ev);
	event_base_free(base);
	return t_result();
}
