/* Edge- and level-triggered events on one fd, without debug mode: both are taken. */
#include "backends/kit.h"

static int runs[2];

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	++*(int *)arg;
}

int
main(void)
{
	struct event_base *base = event_base_new();
	struct event *edge, *level;
	evutil_socket_t s[2];

	t_log();
	t_pair(s);
	edge = event_new(base, s[0], EV_READ | EV_ET | EV_PERSIST, ran, &runs[0]);
	level = event_new(base, s[0], EV_READ | EV_PERSIST, ran, &runs[1]);
	SAY("edge: %d\n", event_add(edge, NULL));
	SAY("level: %d\n", event_add(level, NULL));
	must_write(s[1], "x");
	turn(base);
	SAY("first turn: %d, %d\n", runs[0], runs[1]);
	event_del(edge);
	event_del(level);
	SAY("level: %d\n", event_add(level, NULL));
	SAY("edge: %d\n", event_add(edge, NULL));
	turn(base);
	SAY("second turn: %d, %d\n", runs[0], runs[1]);
	event_free(edge);
	event_free(level);
	event_base_free(base);
	return t_result();
}
