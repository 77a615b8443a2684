// run: once
/* Debug mode: an event is assigned or set again, while not added, added, active. */
#include "backends/kit.h"
#include "debug/masked.h"

#include <event2/event_compat.h>
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
	base = event_init();
	SAY("assign %d\n", event_assign(&ev, base, -1, EV_PERSIST, t_say, "event"));
}

static void
idle(void)
{
	setup();
	SAY("assign %d\n", event_assign(&ev, base, -1, 0, t_say, "event"));
	event_set(&ev, -1, 0, t_say, "set");
	event_set(&ev, -1, 0, t_say, "set again");
	SAY("add %d\n", event_add(&ev, MS(1)));
	SAY("dispatch %d\n", event_base_dispatch(base));
}

static void
added(void)
{
	setup();
	SAY("add %d\n", event_add(&ev, MS(1000)));
	SAY("assign %d\n", event_assign(&ev, base, -1, 0, t_say, "event"));
}

static void
added_set(void)
{
	setup();
	SAY("add %d\n", event_add(&ev, MS(1000)));
	event_set(&ev, -1, 0, t_say, "set");
	SAY("and after\n");
}

static void
active(void)
{
	setup();
	event_active(&ev, EV_READ, 1);
	SAY("assign %d\n", event_assign(&ev, base, -1, 0, t_say, "event"));
}

static void
deleted(void)
{
	setup();
	SAY("add %d\n", event_add(&ev, MS(1000)));
	SAY("del %d\n", event_del(&ev));
	SAY("assign %d\n", event_assign(&ev, base, -1, 0, t_say, "event"));
}

static void
after_run(void)
{
	setup();
	event_assign(&ev, base, -1, 0, t_say, "one-shot");
	event_add(&ev, MS(1));
	event_base_dispatch(base);
	SAY("assign %d\n", event_assign(&ev, base, -1, 0, t_say, "event"));
}

static void
base_set_added(void)
{
	setup();
	SAY("base_set %d\n", event_base_set(base, &ev));
	event_add(&ev, MS(1000));
	SAY("base_set while added %d\n", event_base_set(base, &ev));
}

int
main(void)
{
	t_child("idle", idle);
	t_child("added", added);
	t_child("added, set", added_set);
	t_child("active", active);
	t_child("deleted", deleted);
	t_child("after it ran", after_run);
	t_child("base_set", base_set_added);
	return t_result();
}
