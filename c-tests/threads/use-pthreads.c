// run: once
/* evthread_use_pthreads: once, twice, after a base was made, and with debug mode on. */
#include "backends/kit.h"

#include <event2/thread.h>

static void
twice(void)
{
	t_log();
	SAY("first %d\n", evthread_use_pthreads());
	SAY("second %d\n", evthread_use_pthreads());
}

static void
after_base(void)
{
	struct event_base *base = event_base_new();
	struct event *ev = event_new(base, -1, 0, t_say, "ran");

	t_log();
	SAY("%d\n", evthread_use_pthreads());
	event_active(ev, EV_TIMEOUT, 1);
	SAY("dispatch %d\n", event_base_dispatch(base));
	event_free(ev);
	event_base_free(base);
	libevent_global_shutdown();
}

static void
debug_mode_first(void)
{
	struct event_base *base;

	t_log();
	event_enable_debug_mode();
	SAY("%d\n", evthread_use_pthreads());
	base = event_base_new();
	event_base_free(base);
	libevent_global_shutdown();
}

static void
debug_mode_after_base(void)
{
	t_log();
	event_enable_debug_mode();
	event_base_new();
	SAY("%d\n", evthread_use_pthreads());
}

int
main(void)
{
	t_child("twice", twice);
	t_child("after a base", after_base);
	t_child("debug mode first", debug_mode_first);
	t_child("debug mode, after a base", debug_mode_after_base);
	return t_result();
}
