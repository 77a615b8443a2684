// run: once
// Debug messages come only after event_enable_debug_logging, with the lowest severity.
#include "t.h"

static int lines, others;

static void count(int severity, const char *text)
{
	if (severity == EVENT_LOG_DEBUG)
		lines++;
	else
		others++;
	CHECK(text[0] && !strchr(text, '\n'));
}

static void use_a_base(void)
{
	struct event_base *base = event_base_new();
	struct event *ev = evtimer_new(base, t_say, "timer");
	event_add(ev, MS(0));
	event_base_dispatch(base);
	event_del(ev);
	event_free(ev);
	event_base_dispatch(base);
	event_base_free(base);
}

int main(void)
{
	event_set_log_callback(count);
	use_a_base();
	SAY("before: %s\n", lines ? "lines" : "none");
	event_enable_debug_logging(EVENT_DBG_ALL);
	use_a_base();
	SAY("on: %s\n", lines ? "lines" : "none");
	event_enable_debug_logging(EVENT_DBG_NONE);
	lines = 0;
	use_a_base();
	SAY("off: %s\n", lines ? "lines" : "none");
	CHECK(others == 0);
	return t_result();
}
