// run: once
/* Debug mode: an event with a base, but not by event_assign, or freed before, or unassigned: the fatal callback. */
#include "backends/kit.h"
#include "debug/masked.h"

#include <event2/event_struct.h>

static struct event ev;
static struct event_base *base;

static void
fatal(int err)
{
	SAY("fatal 0x%x\n", (unsigned)err);
	_exit(7);
}

static void
setup(void)
{
	event_enable_debug_mode();
	event_set_fatal_callback(fatal);
	log_masked();
	base = event_base_new();
}

static void
copied(void)
{
	struct event copy;

	setup();
	event_assign(&ev, base, 55, EV_READ | EV_PERSIST, t_say, "event");
	copy = ev;
	event_add(&copy, MS(1));
}

static void
unassigned(void)
{
	setup();
	event_assign(&ev, base, -1, 0, t_say, "event");
	event_add(&ev, MS(100));
	event_del(&ev);
	event_debug_unassign(&ev);
	SAY("initialized %d\n", event_initialized(&ev));
	event_active(&ev, EV_READ, 1);
}

static void
unassigned_while_added(void)
{
	setup();
	event_assign(&ev, base, -1, 0, t_say, "event");
	event_add(&ev, MS(100));
	event_debug_unassign(&ev);
	SAY("and after\n");
}

static void
unassigned_twice(void)
{
	setup();
	event_assign(&ev, base, -1, 0, t_say, "event");
	event_debug_unassign(&ev);
	event_debug_unassign(&ev);
	SAY("assign %d, add %d\n", event_assign(&ev, base, -1, 0, t_say, "event"), event_add(&ev, MS(1)));
}

int
main(void)
{
	t_child("copied", copied);
	t_child("unassigned", unassigned);
	t_child("unassigned while added", unassigned_while_added);
	t_child("unassigned twice", unassigned_twice);
	return t_result();
}
