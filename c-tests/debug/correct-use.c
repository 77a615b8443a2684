/* Debug mode changes nothing for a program that does all as it should. */
#include "backends/kit.h"

#include <event2/event_struct.h>

int
main(void)
{
	struct event_base *base;
	struct event ev, *heap, *self;
	evutil_socket_t s[2];

	event_enable_debug_mode();
	t_log();
	base = event_base_new();
	t_pair(s);
	for (int i = 0; i < 3; ++i) {
		event_assign(&ev, base, s[0], EV_WRITE, t_say, "assigned");
		event_add(&ev, NULL);
		turn(base);
		event_del(&ev);
		event_debug_unassign(&ev);
	}
	heap = event_new(base, SIGUSR1, EV_SIGNAL | EV_PERSIST, t_say, "signal");
	event_add(heap, NULL);
	raise(SIGUSR1);
	turn(base);
	event_free(heap);
	self = event_new(base, -1, 0, t_say, "timer");
	event_add(self, MS(1));
	event_free(self);
	event_base_once(base, -1, EV_TIMEOUT, t_say, "once", NULL);
	turn(base);
	event_base_loopexit(base, NULL);
	SAY("loop %d\n", event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY));
	event_base_free(base);
	libevent_global_shutdown();
	return t_result();
}
