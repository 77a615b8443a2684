// Both loopbreak and loopexit in one turn, and loopbreak before a pending exit.
#include "t.h"

static struct event_base *base;

T_CALLBACK(on_both)
{
	event_base_loopexit(base, NULL);
	event_base_loopbreak(base);
}

int main(void)
{
	struct event *ev;
	int result;
	base = event_base_new();
	ev = event_new(base, -1, 0, on_both, NULL);
	event_active(ev, EV_READ, 1);
	result = event_base_dispatch(base);
	SAY("loop %d, exit %d, break %d\n", result, event_base_got_exit(base),
	    event_base_got_break(base));
	/* The exit was an event, and it is still there. */
	event_base_once(base, -1, EV_TIMEOUT, t_say, "far timer", MS(3600000));
	result = event_base_dispatch(base);
	SAY("loop %d, exit %d, break %d\n", result, event_base_got_exit(base),
	    event_base_got_break(base));
	event_free(ev);
	event_base_free(base);
	return t_result();
}
