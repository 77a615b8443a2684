// run: once
/* Debug mode must come first: after a base, after an event, twice. */
#include "backends/kit.h"
#include "debug/masked.h"

#include <event2/event_struct.h>

static void
fatal(int err)
{
	SAY("fatal %d\n", err);
	_exit(7);
}

static void
start(void)
{
	event_set_fatal_callback(fatal);
	log_masked();
}

static void
twice(void)
{
	start();
	event_enable_debug_mode();
	event_enable_debug_mode();
	SAY("and after\n");
}

static void
after_base(void)
{
	start();
	event_base_new();
	event_enable_debug_mode();
	SAY("and after\n");
}

static void
after_freed_base(void)
{
	start();
	event_base_free(event_base_new());
	event_enable_debug_mode();
	SAY("and after\n");
}

static void
after_config(void)
{
	start();
	event_config_free(event_config_new());
	event_enable_debug_mode();
	SAY("and after\n");
}

static void
after_assign(void)
{
	static struct event ev;

	start();
	event_assign(&ev, NULL, -1, 0, t_say, NULL);
	event_enable_debug_mode();
	SAY("and after\n");
}

int
main(void)
{
	t_child("twice", twice);
	t_child("after a base", after_base);
	t_child("after a base that is gone", after_freed_base);
	t_child("after a configuration", after_config);
	t_child("after an assign", after_assign);
	return t_result();
}
