// run: once
/* Finalizers in debug mode: the event counts as not set up any more when its finalizer has run. */
#include "backends/kit.h"

#include <event2/event_struct.h>

static void
finalizer(struct event *ev, void *arg)
{
	SAY("finalizer %s\n", (const char *)arg);
}

int
main(void)
{
	struct event_base *base;
	struct event ev, *heap;

	event_enable_debug_mode();
	t_log();
	base = event_base_new();
	for (int i = 0; i < 2; ++i) {
		SAY("assign %d\n", event_assign(&ev, base, -1, 0, t_say, "event"));
		event_add(&ev, MS(100000));
		SAY("finalize %d\n", event_finalize(0, &ev, finalizer));
		turn(base);
	}
	heap = event_new(base, -1, EV_PERSIST, t_say, "heap");
	event_add(heap, MS(100000));
	SAY("finalize %d\n", event_free_finalize(0, heap, finalizer));
	turn(base);
	heap = event_new(base, -1, EV_PERSIST, t_say, "second");
	SAY("finalize %d\n", event_free_finalize(0, heap, finalizer));
	event_base_free(base);
	libevent_global_shutdown();
	return t_result();
}
