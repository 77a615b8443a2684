// What event_base_loop and event_base_dispatch return.
#include "t.h"

static struct event_base *base;

T_CALLBACK(on_break) { SAY("loopbreak %d\n", event_base_loopbreak(base)); }
T_CALLBACK(on_exit_now) { SAY("loopexit %d\n", event_base_loopexit(base, NULL)); }

static void state(const char *when)
{
	SAY("%s: got exit %d, got break %d\n", when, event_base_got_exit(base),
	    event_base_got_break(base));
}

int main(void)
{
	struct event *far;
	base = event_base_new();
	far = evtimer_new(base, t_say, "far");

	event_base_once(base, -1, EV_TIMEOUT, t_say, "a timer", MS(1));
	SAY("after work and then nothing: %d\n", event_base_dispatch(base));
	SAY("nothing: %d\n", event_base_dispatch(base));

	event_add(far, MS(3600000));
	SAY("nonblock, one far timer: %d\n", event_base_loop(base, EVLOOP_NONBLOCK));

	event_base_once(base, -1, EV_TIMEOUT, t_say, "a timer", MS(1));
	SAY("once: %d\n", event_base_loop(base, EVLOOP_ONCE));

	event_base_once(base, -1, EV_TIMEOUT, on_break, NULL, NULL);
	SAY("broken: %d\n", event_base_dispatch(base));
	state("broken");

	event_base_once(base, -1, EV_TIMEOUT, on_exit_now, NULL, NULL);
	SAY("exited: %d\n", event_base_dispatch(base));
	state("exited");

	event_base_loop(base, EVLOOP_NONBLOCK);
	state("next loop");
	event_free(far);
	SAY("no events, no exit on empty, nonblock: %d\n",
	    event_base_loop(base, EVLOOP_NONBLOCK | EVLOOP_NO_EXIT_ON_EMPTY));
	event_base_once(base, -1, EV_TIMEOUT, on_break, NULL, MS(1));
	SAY("no exit on empty, broken: %d\n", event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY));
	event_base_free(base);
	return t_result();
}
