// stderr: yes
// run: once
// What the library prints when there is no log callback, and which lines a callback gets.
#include "t.h"
#include <event2/event_compat.h>
#include <event2/event_struct.h>

static int lines;

static void count(int severity, const char *text)
{
	lines++;
	SAY("severity %d: %s\n", severity, text);
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct event ev;
	event_set(&ev, -1, 0, t_say, "event");
	event_add(&ev, NULL);
	event_assign(&ev, base, 1, EV_READ | EV_SIGNAL, t_say, NULL);
	event_set_log_callback(count);
	event_set(&ev, -1, 0, t_say, "event");
	event_add(&ev, NULL);
	SAY("lines %d\n", lines);
	event_set_log_callback(NULL);
	event_del(&ev);

	event_base_free(base);
	return t_result();
}
