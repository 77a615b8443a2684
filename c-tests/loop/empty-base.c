// A loop with nothing to wait for returns 1 at once, whatever the flags.
#include "t.h"

int main(void)
{
	struct event_base *base = event_base_new();
	SAY("dispatch %d\n", event_base_dispatch(base));
	SAY("loop 0 %d\n", event_base_loop(base, 0));
	SAY("once %d\n", event_base_loop(base, EVLOOP_ONCE));
	SAY("nonblock %d\n", event_base_loop(base, EVLOOP_NONBLOCK));
	SAY("once+nonblock %d\n", event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK));
	SAY("nonblock+no_exit %d\n",
	    event_base_loop(base, EVLOOP_NONBLOCK | EVLOOP_NO_EXIT_ON_EMPTY));
	SAY("got exit %d break %d\n", event_base_got_exit(base), event_base_got_break(base));
	event_base_free(base);
	return t_result();
}
