// A zero timeout fires in the next turn of the loop, by priority, never inside event_add.
#include "t.h"

static struct event_base *base;
static struct event *again, *high;
static int rounds;

T_CALLBACK(on_again)
{
	t_say(fd, what, arg);
	if (++rounds < 3) {
		event_add(again, MS(0));
		SAY("added, pending %d\n", event_pending(again, EV_TIMEOUT, NULL));
	}
}

T_CALLBACK(on_low)
{
	t_say(fd, what, arg);
	event_add(high, MS(0)); /* needs another turn, unlike event_active */
}

int main(void)
{
	struct event *ev[3];
	static const int priorities[] = { 2, 1, 0 };
	static char *names[] = { "low", "middle", "high" };
	base = event_base_new();
	event_base_priority_init(base, 3);
	for (int i = 0; i < 3; i++) {
		ev[i] = evtimer_new(base, t_say, names[i]);
		event_priority_set(ev[i], priorities[i]);
		event_add(ev[i], MS(0));
	}
	SAY("loop %d\n", event_base_dispatch(base));
	for (int i = 0; i < 3; i++)
		event_free(ev[i]);

	again = evtimer_new(base, on_again, "again");
	event_add(again, MS(0));
	SAY("loop %d\n", event_base_dispatch(base));
	event_free(again);

	high = evtimer_new(base, t_say, "high");
	event_priority_set(high, 0);
	ev[0] = event_new(base, -1, 0, on_low, "low, adds high");
	ev[1] = event_new(base, -1, 0, t_say, "low");
	for (int i = 0; i < 2; i++) {
		event_priority_set(ev[i], 2);
		event_active(ev[i], EV_READ, 1);
	}
	SAY("loop %d\n", event_base_dispatch(base));
	event_free(ev[0]);
	event_free(ev[1]);
	event_free(high);
	event_base_free(base);
	return t_result();
}
