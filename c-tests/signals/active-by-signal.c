/* event_base_active_by_signal: the added events of the signal run once, without the signal. */
#include "backends/kit.h"

static void
ran(evutil_socket_t sig, short what, void *name)
{
	SAY("  %s: %s\n", (const char *)name, t_what(what));
}

int
main(void)
{
	struct event_base *base = event_base_new();
	struct event *a = evsignal_new(base, SIGUSR1, ran, "a"), *b = event_new(base, SIGUSR1, EV_SIGNAL, ran, "b");
	struct event *other = evsignal_new(base, SIGUSR2, ran, "other"), *idle = evsignal_new(base, SIGUSR1, ran, "not added");

	event_add(a, NULL);
	event_add(b, NULL);
	event_add(other, NULL);
	SAY("first\n");
	event_base_active_by_signal(base, SIGUSR1);
	SAY("active %d\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ACTIVE));
	turn(base);
	SAY("twice\n");
	event_base_active_by_signal(base, SIGUSR1);
	event_base_active_by_signal(base, SIGUSR1);
	turn(base);
	SAY("no event on it\n");
	event_base_active_by_signal(base, SIGHUP);
	event_base_active_by_signal(base, -1);
	event_base_active_by_signal(base, 1000);
	turn(base);
	SAY("and the signal itself\n");
	event_base_active_by_signal(base, SIGUSR1);
	raise(SIGUSR1);
	turn(base);
	turn(base);
	event_free(a);
	event_free(b);
	event_free(other);
	event_free(idle);
	event_base_free(base);
	return t_result();
}
