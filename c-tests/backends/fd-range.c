/* fds that cannot be: add fails or does nothing, and nothing crashes. */
#include "backends/kit.h"

#include <limits.h>

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	SAY("  ran: %s\n", t_what(what));
}

int
main(void)
{
	static const int fds[] = { -1, -2, INT_MIN };
	struct event_base *base = event_base_new();

	t_log();
	for (size_t i = 0; i < sizeof fds / sizeof *fds; ++i) {
		struct event *ev = event_new(base, fds[i], EV_READ | EV_PERSIST, ran, NULL);
		struct event *both = event_new(base, fds[i], EV_READ | EV_WRITE | EV_CLOSED, ran, NULL);

		if (!CHECK(ev && both))
			continue;
		SAY("fd %d: add %d, with a timeout %d\n", fds[i], event_add(ev, NULL), event_add(both, MS(1)));
		SAY(" pending %s, %s\n", t_what(event_pending(ev, EV_READ | EV_TIMEOUT, NULL)),
		    t_what(event_pending(both, EV_READ | EV_TIMEOUT, NULL)));
		SAY(" added %d\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED));
		event_base_active_by_fd(base, fds[i], EV_READ);
		SAY(" loop %d\n", event_base_loop(base, EVLOOP_ONCE));
		SAY(" added %d\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED));
		SAY(" del %d, %d\n", event_del(ev), event_del(both));
		event_free(ev);
		event_free(both);
	}
	SAY("dispatch %d\n", event_base_dispatch(base));
	event_base_free(base);
	return t_result();
}
