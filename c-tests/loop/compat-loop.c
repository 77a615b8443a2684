// The functions without a base: event_init, event_set, event_dispatch and so on.
#include "t.h"
#include <event2/event_compat.h>
#include <event2/event_struct.h>

static struct event timer, sig, active;

T_CALLBACK(on_timer)
{
	SAY("timer %s\n", t_what(what));
	event_once(-1, EV_TIMEOUT, t_say, "once", NULL);
	event_active(&active, EV_READ, 1);
	SAY("loopbreak %d\n", event_loopbreak());
}

T_CALLBACK(on_signal)
{
	SAY("signal %d %s\n", fd == SIGUSR1, t_what(what));
	signal_del(&sig);
	SAY("loopexit %d\n", event_loopexit(NULL));
}

int main(void)
{
	struct event_base *base = event_init();
	SAY("method %s\n", event_get_method());
	SAY("priority_init %d\n", event_priority_init(3));
	SAY("npriorities %d %d\n", event_base_get_npriorities(NULL),
	    event_base_get_npriorities(base));

	timeout_set(&timer, on_timer, NULL);
	signal_set(&sig, SIGUSR1, on_signal, NULL);
	event_set(&active, -1, 0, t_say, "active");
	CHECK(event_get_base(&timer) == base);
	SAY("priority %d, initialized %d %d\n", event_get_priority(&timer),
	    timeout_initialized(&timer), signal_initialized(&sig));
	SAY("signal %d, fd %d\n", EVENT_SIGNAL(&sig), EVENT_FD(&timer));

	SAY("add %d\n", timeout_add(&timer, MS(1)));
	SAY("pending %d\n", timeout_pending(&timer, NULL));
	SAY("dispatch %d\n", event_dispatch());
	SAY("dispatch %d\n", event_dispatch());

	SAY("add %d\n", signal_add(&sig, NULL));
	SAY("pending %d\n", signal_pending(&sig, NULL));
	raise(SIGUSR1);
	SAY("loop %d\n", event_loop(0));
	timeout_add(&timer, MS(3600000));
	SAY("del %d\n", timeout_del(&timer));
	SAY("loop %d\n", event_loop(EVLOOP_ONCE));
	SAY("exit in a moment %d\n", event_loopexit(MS(5)));
	SAY("loop %d\n", event_loop(EVLOOP_NO_EXIT_ON_EMPTY));
	event_base_free(NULL); /* frees the current base */
	SAY("update_cache_time %d\n", event_base_update_cache_time(NULL));
	return t_result();
}
