// Good and bad priorities and numbers of priorities.
#include "t.h"

int main(void)
{
	static const int counts[] = { 3, 1, 255, 256, 257, 1000000, 0, -1, 2, 2 };
	struct event_base *base = event_base_new();
	struct event *ev = event_new(base, -1, 0, t_say, "event");

	t_log();
	SAY("at first %d, event at %d\n", event_base_get_npriorities(base),
	    event_get_priority(ev));
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		struct event *fresh;
		int result = event_base_priority_init(base, counts[i]);
		SAY("init %d: %d, now %d", counts[i], result, event_base_get_npriorities(base));
		fresh = event_new(base, -1, 0, t_say, "fresh");
		SAY(", fresh event at %d\n", event_get_priority(fresh));
		event_free(fresh);
	}

	event_base_priority_init(base, 4);
	static const int values[] = { 0, 3, 4, -1, 255, 256, 2 };
	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		int result = event_priority_set(ev, values[i]);
		SAY("set %d: %d, now %d\n", values[i], result, event_get_priority(ev));
	}
	event_add(ev, MS(3600000));
	SAY("pending: set %d\n", event_priority_set(ev, 1));
	SAY("now %d\n", event_get_priority(ev));
	event_active(ev, EV_READ, 1);
	SAY("active: set %d\n", event_priority_set(ev, 0));
	SAY("now %d\n", event_get_priority(ev));
	SAY("init while active %d\n", event_base_priority_init(base, 9));
	SAY("now %d\n", event_base_get_npriorities(base));
	SAY("the same number while active %d\n", event_base_priority_init(base, 4));
	event_base_loop(base, EVLOOP_NONBLOCK);
	event_free(ev);

	/* An event made before the number shrank keeps a priority that is now too big. */
	ev = event_new(base, -1, 0, t_say, "event");
	event_priority_set(ev, 3);
	SAY("shrink: %d\n", event_base_priority_init(base, 2));
	SAY("event at %d\n", event_get_priority(ev));
	event_free(ev);
	event_base_free(base);
	return t_result();
}
