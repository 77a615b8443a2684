// Timers of several lengths fire once each, in order, and not before their time.
#include "t.h"

static long start;

T_CALLBACK(on_timer)
{
	int ms = *(int *)arg;
	SAY("%d ms: %s\n", ms, t_what(what));
	CHECK(now_ms() - start >= ms - T_EARLY);
}

int main(void)
{
	static int delays[] = { 130, 5, 90, 45, 170 };
	struct event_base *base = event_base_new();
	struct event *ev[5];
	start = now_ms();
	for (int i = 0; i < 5; i++) {
		ev[i] = evtimer_new(base, on_timer, &delays[i]);
		event_add(ev[i], MS(delays[i]));
	}
	SAY("loop %d\n", event_base_dispatch(base));
	for (int i = 0; i < 5; i++)
		event_free(ev[i]);
	event_base_free(base);
	return t_result();
}
