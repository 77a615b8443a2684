// A persistent timer activated by hand: the next tick is an interval after that.
#include "t.h"

static struct event_base *base;
static struct event *ev;
static long activated;

T_CALLBACK(on_tick)
{
	SAY("tick %s\n", t_what(what));
	if (what & EV_TIMEOUT) {
		CHECK(now_ms() - activated >= 150 - T_EARLY);
		event_base_loopbreak(base);
	}
}

T_CALLBACK(on_activate)
{
	activated = now_ms();
	event_active(ev, EV_WRITE, 1);
}

int main(void)
{
	base = event_base_new();
	ev = event_new(base, -1, EV_PERSIST, on_tick, NULL);
	event_add(ev, MS(150));
	event_base_once(base, -1, EV_TIMEOUT, on_activate, NULL, MS(75));
	SAY("loop %d\n", event_base_dispatch(base));
	event_free(ev);
	event_base_free(base);
	return t_result();
}
