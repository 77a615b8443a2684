// Timers years away do not disturb near ones, nor the wait of the backend.
#include "t.h"

int main(void)
{
	static const long seconds[] = { 86400, 10000000, 2000000000, 4000000000, 100000000000 };
	struct event_base *base = event_base_new();
	struct event *ev[5];
	for (int i = 0; i < 5; i++) {
		ev[i] = evtimer_new(base, t_say, "far");
		SAY("add %d\n", event_add(ev[i], &(struct timeval){ seconds[i], 0 }));
		event_base_once(base, -1, EV_TIMEOUT, t_say, "near", MS(10));
		SAY("loop %d\n", event_base_loop(base, EVLOOP_ONCE));
	}
	/* Only far ones: a wait that is cut off at what the system call can take. */
	for (int i = 0; i < 5; i++) {
		event_base_loopexit(base, MS(10));
		event_base_dispatch(base);
		event_del(ev[i]);
	}
	SAY("loop %d\n", event_base_dispatch(base));
	for (int i = 0; i < 5; i++)
		event_free(ev[i]);
	event_base_free(base);
	return t_result();
}
