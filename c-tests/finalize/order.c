/* Finalizers run with the priority of their events, among the callbacks of the others, in the order of the calls. */
#include "backends/kit.h"

static void
finalizer(struct event *ev, void *arg)
{
	SAY("  finalizer %s\n", (const char *)arg);
}

int
main(void)
{
	static const char *const names[] = { "0 low", "1 high", "2 middle", "3 low", "4 high", "5 middle" };
	static const int priorities[] = { 2, 0, 1, 2, 0, 1 };
	struct event_base *base = event_base_new();
	struct event *ev[6];

	event_base_priority_init(base, 3);
	for (int i = 0; i < 6; ++i) {
		ev[i] = event_new(base, -1, 0, t_say, (void *)names[i]);
		event_priority_set(ev[i], priorities[i]);
	}
	for (int i = 0; i < 6; ++i)
		if (i < 3)
			event_finalize(0, ev[i], finalizer);
		else
			event_active(ev[i], EV_READ, 1);
	turn(base);
	for (int i = 0; i < 6; ++i)
		event_active(ev[i], EV_WRITE, 1);
	SAY("after the finalizers\n");
	turn(base);
	for (int i = 0; i < 6; ++i)
		event_free(ev[i]);
	event_base_free(base);
	return t_result();
}
