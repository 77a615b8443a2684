// A timer added without a timeout is accepted, but is not pending.
#include "t.h"

int main(void)
{
	struct event_base *base = event_base_new();
	struct event *ev = evtimer_new(base, t_say, "timer");
	SAY("add %d\n", event_add(ev, NULL));
	SAY("pending %s\n", t_what(event_pending(ev, 0x7fff, NULL)));
	SAY("added %d\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED));
	SAY("loop %d\n", event_base_dispatch(base));
	event_free(ev);
	event_base_free(base);
	return t_result();
}
