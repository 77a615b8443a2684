/* In debug mode a level-triggered event is refused on an fd with an edge-triggered one, and the other way around. */
#include "backends/kit.h"

static int runs;

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	++runs;
}

int
main(void)
{
	struct event_base *base;
	struct event *edge, *level, *third;
	evutil_socket_t s[2];

	event_enable_debug_mode();
	t_log();
	base = event_base_new();
	t_pair(s);
	s[0] = as_number(s[0], 100);
	edge = event_new(base, s[0], EV_READ | EV_ET | EV_PERSIST, ran, NULL);
	level = event_new(base, s[0], EV_READ | EV_PERSIST, ran, NULL);
	third = event_new(base, s[0], EV_WRITE | EV_PERSIST, ran, NULL);
	SAY("edge: %d\n", event_add(edge, NULL));
	SAY("level: %d\n", event_add(level, NULL));
	SAY("level, with a timeout: %d\n", event_add(level, MS(1)));
	SAY("level is pending: %s\n", t_what(event_pending(level, EV_READ | EV_TIMEOUT, NULL)));
	SAY("level writer: %d\n", event_add(third, NULL));
	event_del(edge);
	SAY("level after the edge is gone: %d\n", event_add(level, NULL));
	SAY("level writer: %d\n", event_add(third, NULL));
	SAY("edge: %d\n", event_add(edge, NULL));
	must_write(s[1], "x");
	turn(base);
	SAY("runs: %d, added %d\n", runs, event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED));
	event_free(edge);
	event_free(level);
	event_free(third);
	event_base_free(base);
	return t_result();
}
