// run: once
/* event_enable_debug_logging: debug messages come while it is on, to the log callback, and stop when it is off. */
#include "backends/kit.h"

static int seen[4];

static void
count(int severity, const char *text)
{
	if (severity >= 0 && severity < 4)
		seen[severity]++;
	CHECK(text && *text);
}

static void
work(const char *what)
{
	struct event_base *base = event_base_new();
	struct event *ev;
	evutil_socket_t s[2];

	memset(seen, 0, sizeof seen);
	t_pair(s);
	ev = event_new(base, s[0], EV_WRITE, t_say, "event");
	event_add(ev, MS(1000));
	turn(base);
	event_active(ev, EV_READ, 1);
	turn(base);
	event_free(ev);
	event_base_free(base);
	close(s[0]);
	close(s[1]);
	SAY("%s: debug messages %s, others %d\n", what, seen[0] ? "yes" : "no", seen[1] + seen[2] + seen[3]);
}

int
main(void)
{
	event_set_log_callback(count);
	work("at first");
	event_enable_debug_logging(EVENT_DBG_ALL);
	work("all");
	event_enable_debug_logging(EVENT_DBG_NONE);
	work("none");
	event_enable_debug_logging(EVENT_DBG_ALL);
	work("all again");
	event_enable_debug_logging(0);
	libevent_global_shutdown();
	return t_result();
}
