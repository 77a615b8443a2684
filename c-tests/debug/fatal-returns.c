// run: once
/* What happens when the fatal callback returns, and without one: exit with the error, or abort. */
#include "backends/kit.h"
#include "debug/masked.h"

#include <event2/event_struct.h>

static void
fatal(int err)
{
	SAY("fatal %d\n", err);
}

static void
misuse(void)
{
	static struct event ev;

	event_get_fd(&ev);
}

static void
returns(void)
{
	log_masked();
	event_set_fatal_callback(fatal);
	event_enable_debug_mode();
	misuse();
	SAY("and after\n");
}

static void
none(void)
{
	log_masked();
	event_enable_debug_mode();
	misuse();
	SAY("and after\n");
}

static void
set_and_cleared(void)
{
	log_masked();
	event_set_fatal_callback(fatal);
	event_set_fatal_callback(NULL);
	event_enable_debug_mode();
	misuse();
	SAY("and after\n");
}

static void
late_returns(void)
{
	log_masked();
	event_set_fatal_callback(fatal);
	event_base_new();
	event_enable_debug_mode();
	SAY("and after\n");
}

static void
late_none(void)
{
	log_masked();
	event_base_new();
	event_enable_debug_mode();
	SAY("and after\n");
}

static void
no_debug_mode(void)
{
	log_masked();
	misuse();
	SAY("and after\n");
}

int
main(void)
{
	t_child("it returns", returns);
	t_child("there is none", none);
	t_child("set and cleared", set_and_cleared);
	t_child("too late, it returns", late_returns);
	t_child("too late, there is none", late_none);
	t_child("no debug mode", no_debug_mode);
	return t_result();
}
