/* Signal events have priorities as others have; the signals themselves are noticed before any user event runs. */
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
	struct event *low, *high, *mid, *io;
	evutil_socket_t s[2];

	event_base_priority_init(base, 3);
	t_pair(s);
	low = evsignal_new(base, SIGUSR1, ran, "low signal");
	mid = evsignal_new(base, SIGUSR1, ran, "middle signal");
	high = evsignal_new(base, SIGUSR2, ran, "high signal");
	io = event_new(base, s[0], EV_WRITE, ran, "middle writer");
	SAY("default %d\n", event_get_priority(mid));
	SAY("set %d %d\n", event_priority_set(low, 2), event_priority_set(high, 0));
	event_add(low, NULL);
	event_add(high, NULL);
	event_add(io, NULL);
	event_add(mid, NULL);
	raise(SIGUSR1);
	raise(SIGUSR2);
	SAY("all\n");
	turn(base);
	/* Another order of the same: it is the order of the adds that counts within a priority. */
	event_del(mid);
	event_add(mid, NULL);
	event_add(io, NULL);
	SAY("signals by hand\n");
	event_active(low, EV_SIGNAL, 1);
	event_active(mid, EV_SIGNAL, 1);
	event_active(high, EV_SIGNAL, 1);
	turn(base);
	event_free(low);
	event_free(mid);
	event_free(high);
	event_free(io);
	event_base_free(base);
	return t_result();
}
