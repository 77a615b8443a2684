// Persistent events with a common timeout: they tick, and can be deleted while they do.
#include "t.h"

static struct event_base *base;
static struct event *ev[3];
static int ticks;

T_CALLBACK(on_tick)
{
	int i = (struct event **)arg - ev;
	SAY("%d %s\n", i, t_what(what));
	if (++ticks == 4)
		event_del(ev[2]);
	if (ticks == 7)
		for (i = 0; i < 2; i++)
			event_del(ev[i]);
}

/* In a callback, so that all three have the same deadline. */
T_CALLBACK(on_start)
{
	for (int i = 0; i < 3; i++)
		event_add(ev[i], arg);
}

int main(void)
{
	const struct timeval *common;
	long start = now_ms();
	base = event_base_new();
	common = event_base_init_common_timeout(base, MS(40));
	for (int i = 0; i < 3; i++)
		ev[i] = event_new(base, -1, EV_PERSIST, on_tick, &ev[i]);
	event_base_once(base, -1, EV_TIMEOUT, on_start, (void *)common, NULL);
	SAY("loop %d\n", event_base_dispatch(base));
	CHECK(now_ms() - start >= 120 - T_EARLY);
	SAY("ticks %d\n", ticks);
	for (int i = 0; i < 3; i++)
		event_free(ev[i]);
	event_base_free(base);
	return t_result();
}
