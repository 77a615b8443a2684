// Timers fire once each and in order, and each signal is heard.
#include "kit.h"

#define TIMERS 10

static struct event_base *base;
static int fired, raised, heard, ticks;

T_CALLBACK(on_timer)
{
	CHECK((int)(intptr_t)arg == fired);
	fired++;
	/* Of two that come at once, signalfd(2) shows one. */
	if (heard == raised) {
		raised++;
		raise(SIGUSR1);
	}
}

T_CALLBACK(on_signal)
{
	CHECK(fd == SIGUSR1 && what == EV_SIGNAL);
	heard++;
}

T_CALLBACK(on_tick)
{
	int done = fired == TIMERS && (heard == raised || !arg);
	if ((++ticks >= 10 && done) || ticks > 500)
		event_base_loopbreak(base);
}

static struct event *add(struct event *ev, const struct timeval *after)
{
	if (F_WORKS(event_add(ev, after) == 0))
		return ev;
	event_free(ev);
	return NULL;
}

int main(void)
{
	struct event *events[TIMERS + 2];
	f_begin();
	if (!F_WORKS(base = event_base_new()))
		return f_end();
	events[TIMERS] = add(evsignal_new(base, SIGUSR1, on_signal, NULL), NULL);
	if (!events[TIMERS])
		signal(SIGUSR1, SIG_IGN);
	for (int i = 0; i < TIMERS; i++)
		events[i] = add(event_new(base, -1, 0, on_timer, (void *)(intptr_t)i), MS(2 * i));
	events[TIMERS + 1] = add(event_new(base, -1, EV_PERSIST, on_tick, events[TIMERS]), MS(2));
	f_run(base);
	CHECK(fired == TIMERS);
	if (events[TIMERS])
		CHECK(heard == raised && heard > 0);
	for (int i = 0; i < TIMERS + 2; i++) {
		if (events[i])
			event_free(events[i]);
	}
	event_base_free(base);
	return f_end();
}
