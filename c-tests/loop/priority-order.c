// Lower numbers run first; within one priority, in the order of activation.
#include "t.h"

int main(void)
{
	static const int priorities[] = { 2, 0, 1, 2, 1, 0, 0, 2 };
	struct event_base *base = event_base_new();
	struct event *ev[8];
	char name[8][40];

	event_base_priority_init(base, 3);
	for (int i = 0; i < 8; i++) {
		sprintf(name[i], "number %d of priority %d", i, priorities[i]);
		ev[i] = event_new(base, -1, 0, t_say, name[i]);
		event_priority_set(ev[i], priorities[i]);
	}
	for (int i = 0; i < 8; i++)
		event_active(ev[i], EV_READ, 1);
	/* Once more does not move it, but adds to what the callback is told. */
	event_active(ev[1], EV_WRITE, 1);
	/* Deleted and activated again, it goes to the end. */
	event_del(ev[0]);
	event_active(ev[0], EV_WRITE, 1);
	SAY("loop %d\n", event_base_dispatch(base));
	for (int i = 0; i < 8; i++)
		event_free(ev[i]);
	event_base_free(base);
	return t_result();
}
