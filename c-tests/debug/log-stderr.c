// run: once
// stderr: yes
/* The format of the default log. */
#include "backends/kit.h"

#include <event2/event_struct.h>

static void
misuse(void)
{
	struct event_base *base = event_base_new();

	event_enable_debug_mode();
	event_base_free(base);
}

int
main(void)
{
	struct event_base *base;
	struct event *ev;

	setenv("EVENT_SHOW_METHOD", "1", 1);
	base = event_base_new();
	ev = event_new(base, SIGKILL, EV_SIGNAL, t_say, NULL);
	SAY("add %d\n", event_add(ev, NULL));
	SAY("new: %s\n", event_new(base, 1, EV_SIGNAL | EV_WRITE, t_say, NULL) ? "an event" : "refused");
	event_free(ev);
	event_base_free(base);
	unsetenv("EVENT_SHOW_METHOD");
	t_child("misuse", misuse);
	return t_result();
}
