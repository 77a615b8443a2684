// run: once
/* Debug mode: an edge-triggered event needs a nonblocking socket; one that blocks ends in the fatal callback. */
#include "backends/kit.h"

static void
log_line(int severity, const char *text)
{
	/* The text names a place in the library's source. */
	SAY("severity %d, text %d\n", severity, *text != '\0');
}

static void
fatal(int err)
{
	SAY("fatal 0x%x\n", (unsigned)err);
	_exit(7);
}

static short flags;
static int blocking;

static void
use(void)
{
	struct event_base *base;
	struct event *ev;
	evutil_socket_t s[2];

	event_enable_debug_mode();
	event_set_fatal_callback(fatal);
	event_set_log_callback(log_line);
	base = event_base_new();
	t_pair(s);
	if (blocking)
		CHECK(fcntl(s[0], F_SETFL, 0) == 0);
	ev = event_new(base, s[0], EV_READ | flags, t_say, "event");
	SAY("new: %s\n", ev ? "an event" : "refused");
	SAY("add %d\n", event_add(ev, NULL));
	event_free(ev);
	event_base_free(base);
}

int
main(void)
{
	t_child("nonblocking, level", use);
	flags = EV_ET;
	t_child("nonblocking, edge", use);
	blocking = 1;
	t_child("blocking, edge", use);
	return t_result();
}
