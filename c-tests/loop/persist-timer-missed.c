// Ticks that were missed are not made up for; the next one is an interval from now.
#include "t.h"

static struct event_base *base;
static int ticks;
static long late;

T_CALLBACK(on_tick)
{
	SAY("tick %d\n", ++ticks);
	if (ticks == 1) {
		sleep_ms(300); /* three intervals */
	} else if (ticks == 2) {
		late = now_ms();
	} else {
		CHECK(now_ms() - late >= 100 - T_EARLY);
		event_base_loopbreak(base);
	}
}

int main(void)
{
	struct event *ev;
	base = event_base_new();
	ev = event_new(base, -1, EV_PERSIST, on_tick, NULL);
	event_add(ev, MS(100));
	SAY("loop %d\n", event_base_dispatch(base));
	event_free(ev);
	event_base_free(base);
	return t_result();
}
