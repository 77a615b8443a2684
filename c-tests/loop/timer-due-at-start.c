// A timer that comes due before the loop starts fires at once, in the first loop of a base
// and in later ones: the wait is computed from the real time.
#include "t.h"

int main(void)
{
	struct event_base *base = event_base_new();
	struct event *ev = evtimer_new(base, t_say, "timer");
	for (int i = 0; i < 2; i++) {
		event_add(ev, MS(100));
		SAY("too early: loop %d\n", event_base_loop(base, EVLOOP_NONBLOCK));
		sleep_ms(150);
		SAY("due: loop %d\n", event_base_loop(base, EVLOOP_NONBLOCK));
	}

	/* Added after a pause: it counts from then, not from the end of the last loop. */
	sleep_ms(400);
	event_add(ev, MS(3600000));
	event_add(ev, MS(380));
	SAY("loop %d\n", event_base_loop(base, EVLOOP_NONBLOCK));
	SAY("pending %d\n", event_pending(ev, EV_TIMEOUT, NULL));
	event_free(ev);
	event_base_free(base);
	return t_result();
}
