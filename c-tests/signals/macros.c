/* The evsignal_ macros and the old signal_ ones. */
#include "backends/kit.h"

#include <event2/event_struct.h>
#include <event2/event_compat.h>

static void
ran(evutil_socket_t sig, short what, void *arg)
{
	SAY("  ran: %s %s\n", (const char *)arg, t_what(what));
}

int
main(void)
{
	struct event_base *base = event_init();
	struct event ev;

	memset(&ev, 0, sizeof ev);
	SAY("initialized: %d\n", evsignal_initialized(&ev));
	SAY("assign: %d\n", evsignal_assign(&ev, base, SIGUSR1, ran, "assigned"));
	SAY("initialized: %d, pending %d\n", evsignal_initialized(&ev), evsignal_pending(&ev, NULL));
	SAY("add: %d\n", evsignal_add(&ev, NULL));
	SAY("pending %s\n", t_what(evsignal_pending(&ev, NULL)));
	raise(SIGUSR1);
	turn(base);
	SAY("del: %d\n", evsignal_del(&ev));
	SAY("pending %s\n", t_what(evsignal_pending(&ev, NULL)));

	signal_set(&ev, SIGUSR2, ran, "set");
	SAY("add: %d\n", signal_add(&ev, NULL));
	SAY("events %s, pending %s\n", t_what(event_get_events(&ev)), t_what(signal_pending(&ev, NULL)));
	raise(SIGUSR2);
	event_loop(EVLOOP_ONCE);
	SAY("del: %d\n", signal_del(&ev));
	event_base_free(base);
	return t_result();
}
