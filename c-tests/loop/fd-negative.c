// Io events on fd -1 and below.
#include "t.h"

int main(void)
{
	static const int fds[] = { -1, -2, -1000 };
	struct event_base *base = event_base_new();
	t_log();
	for (int i = 0; i < 3; i++) {
		struct event *ev = event_new(base, fds[i], EV_READ | EV_WRITE, t_say, "event");
		SAY("fd %d: add %d", fds[i], event_add(ev, NULL));
		SAY(", pending %s, added %d\n", t_what(event_pending(ev, 0x7fff, NULL)),
		    event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED));
		SAY("loop %d\n", event_base_loop(base, EVLOOP_NONBLOCK));
		event_active(ev, EV_READ, 1);
		SAY("loop %d\n", event_base_loop(base, EVLOOP_NONBLOCK));
		SAY("pending %s\n", t_what(event_pending(ev, 0x7fff, NULL)));
		SAY("add with a timeout %d\n", event_add(ev, MS(1)));
		SAY("loop %d\n", event_base_loop(base, EVLOOP_ONCE));
		SAY("add %d\n", event_add(ev, NULL));
		SAY("del %d\n", event_del(ev));
		event_free(ev);
	}
	event_base_free(base);
	return t_result();
}
