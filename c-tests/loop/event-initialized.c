// event_initialized of zeroed, assigned, used and deleted events.
#include "t.h"
#include <event2/event_struct.h>

int main(void)
{
	struct event_base *base = event_base_new();
	struct event ev;
	memset(&ev, 0, sizeof ev);
	SAY("zeroed %d\n", event_initialized(&ev));
	event_assign(&ev, base, -1, 0, t_say, "timer");
	SAY("assigned %d\n", event_initialized(&ev));
	event_add(&ev, MS(0));
	SAY("added %d\n", event_initialized(&ev));
	event_base_dispatch(base);
	SAY("fired %d\n", event_initialized(&ev));
	event_del(&ev);
	SAY("deleted %d\n", event_initialized(&ev));
	event_assign(&ev, base, -1, 0, t_say, "again");
	SAY("assigned again %d\n", evtimer_initialized(&ev));
	evtimer_add(&ev, MS(0));
	SAY("pending %d\n", evtimer_pending(&ev, NULL));
	evtimer_del(&ev);
	SAY("pending %d\n", evtimer_pending(&ev, NULL));
	event_base_free(base);
	return t_result();
}
