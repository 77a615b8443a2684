// EVLOOP_NO_EXIT_ON_EMPTY ends only by loopexit or loopbreak.
#include "t.h"

int main(void)
{
	struct event_base *base = event_base_new();
	long start = now_ms();

	event_base_once(base, -1, EV_TIMEOUT, t_say, "timer", NULL);
	event_base_loopexit(base, MS(50));
	SAY("loop %d\n", event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY));
	SAY("got exit %d\n", event_base_got_exit(base));
	CHECK(now_ms() - start >= 50 - T_EARLY);

	/* With ONCE too: it waits although there is nothing to wait for. */
	start = now_ms();
	event_base_loopexit(base, MS(30));
	SAY("loop %d\n", event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY | EVLOOP_ONCE));
	CHECK(now_ms() - start >= 30 - T_EARLY);
	SAY("got exit %d\n", event_base_got_exit(base));
	event_base_free(base);
	return t_result();
}
