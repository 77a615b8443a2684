// run: once
/* Debug mode: an event that was never assigned is given to each function; all end in the fatal callback. */
#include "backends/kit.h"
#include "debug/masked.h"

#include <event2/event_struct.h>

static struct event ev;

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
	memset(&ev, 0, sizeof ev);
}

static void add(void) { setup(); event_add(&ev, NULL); }
static void add_tv(void) { setup(); event_add(&ev, MS(1)); }
static void del(void) { setup(); event_del(&ev); }
static void active(void) { setup(); event_active(&ev, EV_READ, 1); }
static void pending(void) { setup(); SAY("%d\n", event_pending(&ev, EV_READ, NULL)); }
static void remove_timer(void) { setup(); event_remove_timer(&ev); }
static void priority(void) { setup(); event_priority_set(&ev, 0); }
static void get_fd(void) { setup(); event_get_fd(&ev); }
static void get_base(void) { setup(); event_get_base(&ev); }
static void get_events(void) { setup(); event_get_events(&ev); }
static void get_callback(void) { setup(); event_get_callback(&ev); }
static void get_arg(void) { setup(); event_get_callback_arg(&ev); }
static void get_priority(void) { setup(); event_get_priority(&ev); }
static void base_set(void) { setup(); SAY("%d\n", event_base_set(event_base_new(), &ev)); }
static void assignment(void)
{
	short events;

	setup();
	event_get_assignment(&ev, NULL, NULL, &events, NULL, NULL);
}
static void initialized(void) { setup(); SAY("%d\n", event_initialized(&ev)); }
static void unassign(void) { setup(); event_debug_unassign(&ev); }
static void finalize(void) { setup(); event_finalize(0, &ev, NULL); }

int
main(void)
{
	t_child("add", add);
	t_child("add with a timeout", add_tv);
	t_child("del", del);
	t_child("active", active);
	t_child("pending", pending);
	t_child("remove_timer", remove_timer);
	t_child("priority_set", priority);
	t_child("get_fd", get_fd);
	t_child("get_base", get_base);
	t_child("get_events", get_events);
	t_child("get_callback", get_callback);
	t_child("get_callback_arg", get_arg);
	t_child("get_priority", get_priority);
	t_child("base_set", base_set);
	t_child("get_assignment", assignment);
	t_child("initialized", initialized);
	t_child("unassign", unassign);
	t_child("finalize", finalize);
	return t_result();
}
