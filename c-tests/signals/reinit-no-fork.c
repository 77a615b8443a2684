/* event_reinit without a fork, with edges, several events on one fd and one-shot events: all is as before. */
#include "backends/kit.h"

static void
ran(evutil_socket_t fd, short what, void *name)
{
	SAY("  %s: %s\n", (const char *)name, t_what(what));
}

int
main(void)
{
	struct event_base *base = event_base_new();
	struct event *rd, *wr, *edge, *once, *active;
	evutil_socket_t s[2], t[2];

	t_log();
	SAY("empty: %d\n", event_reinit(base));
	t_pair(s);
	t_pair(t);
	rd = event_new(base, s[0], EV_READ | EV_PERSIST, ran, "reader");
	wr = event_new(base, s[0], EV_WRITE, ran, "one-shot writer");
	once = event_new(base, s[1], EV_READ, ran, "one-shot reader");
	edge = event_new(base, t[0], EV_READ | EV_ET | EV_PERSIST, ran, "edge");
	active = event_new(base, -1, 0, ran, "active");
	event_add(rd, NULL);
	event_add(wr, NULL);
	event_add(once, NULL);
	event_add(edge, NULL);
	event_active(active, EV_READ, 1);
	SAY("before a turn: %d\n", event_reinit(base));
	turn(base);
	must_write(s[1], "x");
	SAY("reader\n");
	turn(base);
	SAY("reinit: %d\n", event_reinit(base));
	turn(base);
	must_write(t[1], "x");
	event_del(rd);
	SAY("edge\n");
	turn(base);
	if (event_base_get_features(base) & EV_FEATURE_ET)
		turn(base);
	event_del(edge);
	must_write(s[0], "y");
	SAY("one-shot reader\n");
	turn(base);
	SAY("end: %d\n", turn(base));
	event_free(rd);
	event_free(wr);
	event_free(once);
	event_free(edge);
	event_free(active);
	event_base_free(base);
	return t_result();
}
