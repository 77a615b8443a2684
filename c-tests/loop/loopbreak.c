// loopbreak stops after the running callback; the rest stays active for the next loop.
#include "t.h"

static struct event_base *base;

T_CALLBACK(on_break)
{
	t_say(fd, what, arg);
	SAY("loopbreak %d\n", event_base_loopbreak(base));
	SAY("got break %d\n", event_base_got_break(base));
}

int main(void)
{
	struct event *ev[3];
	int result;
	base = event_base_new();
	ev[0] = event_new(base, -1, 0, t_say, "first");
	ev[1] = event_new(base, -1, 0, on_break, "second");
	ev[2] = event_new(base, -1, 0, t_say, "third");
	for (int i = 0; i < 3; i++)
		event_active(ev[i], EV_READ, 1);
	result = event_base_dispatch(base);
	SAY("loop %d, got break %d, active %d\n", result, event_base_got_break(base),
	    event_base_get_num_events(base, EVENT_BASE_COUNT_ACTIVE));
	SAY("third pending on READ: %d\n", event_pending(ev[2], EV_READ, NULL) != 0);
	result = event_base_dispatch(base);
	SAY("loop %d, got break %d\n", result, event_base_got_break(base));

	/* Outside the loop it is forgotten when the loop starts. */
	SAY("outside: %d\n", event_base_loopbreak(base));
	SAY("got break %d\n", event_base_got_break(base));
	event_active(ev[0], EV_WRITE, 1);
	result = event_base_dispatch(base);
	SAY("loop %d, got break %d\n", result, event_base_got_break(base));
	for (int i = 0; i < 3; i++)
		event_free(ev[i]);
	event_base_free(base);
	return t_result();
}
