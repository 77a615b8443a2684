/* EV_ET: with epoll a reader hears once of what came, again when more comes; the others have levels only. */
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
	evutil_socket_t s[2];
	struct event *ev;

	SAY("edges: %s\n", event_base_get_features(base) & EV_FEATURE_ET ? "yes" : "no");
	t_pair(s);
	ev = event_new(base, s[0], EV_READ | EV_ET | EV_PERSIST, ran, "reader");
	SAY("events %s\n", t_what(event_get_events(ev)));
	SAY("add: %d\n", event_add(ev, NULL));
	must_write(s[1], "a");
	SAY("one byte\n");
	turn(base);
	SAY("the same byte\n");
	turn(base);
	must_write(s[1], "b");
	SAY("another byte\n");
	turn(base);
	turn(base);
	SAY("deleted and added: the edge is new\n");
	event_del(ev);
	event_add(ev, NULL);
	turn(base);
	SAY("no more\n");
	turn(base);
	drain(s[0]);
	SAY("empty: %d\n", turn(base));
	must_write(s[1], "c");
	SAY("one-shot\n");
	event_free(ev);
	ev = event_new(base, s[0], EV_READ | EV_ET, ran, "one-shot");
	event_add(ev, NULL);
	turn(base);
	SAY("pending: %s\n", t_what(event_pending(ev, EV_READ, NULL)));
	event_add(ev, NULL);
	turn(base);
	event_free(ev);
	event_base_free(base);
	return t_result();
}
