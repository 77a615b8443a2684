// EVLOOP_ONCE waits for something to happen and leaves after all that is active has run.
#include "t.h"

static struct event_base *base;
static struct event *again, *low, *high;
static int rounds;

T_CALLBACK(on_again)
{
	SAY("again %d\n", ++rounds);
	if (rounds < 3)
		event_active(again, EV_READ, 1); /* active again: the loop is not done */
}

T_CALLBACK(on_rearm)
{
	SAY("rearm %d\n", ++rounds);
	if (rounds < 3)
		event_add(again, MS(0)); /* only pending */
}

int main(void)
{
	base = event_base_new();
	event_base_priority_init(base, 3);

	low = event_new(base, -1, 0, t_say, "low");
	high = event_new(base, -1, 0, t_say, "high");
	event_priority_set(low, 2);
	event_priority_set(high, 0);
	event_active(low, EV_WRITE, 1);
	event_active(high, EV_READ, 1);
	SAY("two priorities: %d\n", event_base_loop(base, EVLOOP_ONCE));

	again = event_new(base, -1, 0, on_again, NULL);
	event_active(again, EV_READ, 1);
	SAY("activates itself: %d\n", event_base_loop(base, EVLOOP_ONCE));
	event_free(again);

	rounds = 0;
	again = event_new(base, -1, 0, on_rearm, NULL);
	event_add(again, MS(0));
	SAY("adds itself: %d\n", event_base_loop(base, EVLOOP_ONCE));
	SAY("and again: %d\n", event_base_loop(base, EVLOOP_ONCE));
	SAY("and again: %d\n", event_base_loop(base, EVLOOP_ONCE));
	SAY("nothing left: %d\n", event_base_loop(base, EVLOOP_ONCE));
	event_free(again);
	event_free(low);
	event_free(high);
	event_base_free(base);
	return t_result();
}
