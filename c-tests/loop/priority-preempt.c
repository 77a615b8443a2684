// A higher priority activated in a callback runs next; the same or a lower one does not.
#include "t.h"

static struct event_base *base;
static struct event *high, *equal, *low;

T_CALLBACK(on_first)
{
	t_say(fd, what, arg);
	event_active(low, EV_READ, 1);
	event_active(equal, EV_READ, 1);
	event_active(high, EV_READ, 1);
}

T_CALLBACK(on_high)
{
	t_say(fd, what, arg);
	/* Already at the top: no effect on the order. */
	event_active(equal, EV_WRITE, 1);
}

int main(void)
{
	struct event *ev[3];
	base = event_base_new();
	event_base_priority_init(base, 3);
	ev[0] = event_new(base, -1, 0, on_first, "first");
	ev[1] = event_new(base, -1, 0, t_say, "second");
	ev[2] = event_new(base, -1, 0, t_say, "third");
	high = event_new(base, -1, 0, on_high, "high");
	equal = event_new(base, -1, 0, t_say, "equal");
	low = event_new(base, -1, 0, t_say, "low");
	event_priority_set(high, 0);
	event_priority_set(low, 2);
	for (int i = 0; i < 3; i++)
		event_active(ev[i], EV_TIMEOUT, 1);
	SAY("loop %d\n", event_base_dispatch(base));
	for (int i = 0; i < 3; i++)
		event_free(ev[i]);
	event_free(high);
	event_free(equal);
	event_free(low);
	event_base_free(base);
	return t_result();
}
