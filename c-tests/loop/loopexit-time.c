// loopexit with a time: the loop ends then, and not before.
#include "t.h"

T_CALLBACK(on_tick) { ++*(int *)arg; }

int main(void)
{
	struct event_base *base = event_base_new();
	int ticks = 0;
	struct event *tick = event_new(base, -1, EV_PERSIST, on_tick, &ticks);
	long start = now_ms();

	event_add(tick, MS(5));
	SAY("loopexit %d\n", event_base_loopexit(base, MS(60)));
	SAY("got exit %d\n", event_base_got_exit(base));
	SAY("loop %d\n", event_base_dispatch(base));
	CHECK(now_ms() - start >= 60 - T_EARLY);
	CHECK(ticks >= 1 && ticks <= 60);
	SAY("got exit %d, tick pending %d\n", event_base_got_exit(base),
	    event_pending(tick, EV_TIMEOUT, NULL));
	event_free(tick);
	event_base_free(base);
	return t_result();
}
