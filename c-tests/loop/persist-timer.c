// A persistent timer ticks until it is deleted, also by itself; event_add changes its
// interval, and a zero interval is no interval.
#include "t.h"

static struct event_base *base;
static struct event *ev;
static int ticks;

T_CALLBACK(on_tick)
{
	SAY("tick %d %s, pending %s\n", ++ticks, t_what(what),
	    t_what(event_pending(ev, EV_TIMEOUT, NULL)));
	if (ticks == 3)
		SAY("del %d\n", event_del(ev));
}

T_CALLBACK(on_change)
{
	SAY("tick %d\n", ++ticks);
	if (ticks == 2)
		event_add(ev, MS(30));
	if (ticks == 4)
		event_add(ev, MS(3600000));
}

int main(void)
{
	long start;
	base = event_base_new();
	ev = event_new(base, -1, EV_PERSIST, on_tick, NULL);
	start = now_ms();
	event_add(ev, MS(20));
	SAY("loop %d\n", event_base_dispatch(base));
	CHECK(now_ms() - start >= 60 - T_EARLY);
	event_free(ev);

	ticks = 0;
	ev = event_new(base, -1, EV_PERSIST, on_change, NULL);
	start = now_ms();
	event_add(ev, MS(10));
	while (ticks < 4)
		event_base_loop(base, EVLOOP_ONCE);
	CHECK(now_ms() - start >= 80 - T_EARLY);
	SAY("an hour from now: %d\n", event_base_loop(base, EVLOOP_NONBLOCK));
	event_free(ev);

	ticks = 0;
	ev = event_new(base, -1, EV_PERSIST, on_tick, NULL);
	event_add(ev, MS(0));
	SAY("zero: loop %d\n", event_base_dispatch(base));
	SAY("ticks %d\n", ticks);
	event_free(ev);
	event_base_free(base);
	return t_result();
}
