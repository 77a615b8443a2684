/* A one-shot and a persistent event on one fd: the first goes, the second stays. */
#include "backends/kit.h"

static void
ran(evutil_socket_t fd, short what, void *name)
{
	SAY("  %s: %s\n", (const char *)name, t_what(what));
}

static void
orders(short first, short second)
{
	struct event_base *base = event_base_new();
	struct event *once, *more;
	evutil_socket_t s[2];

	t_pair(s);
	must_write(s[1], "x");
	once = event_new(base, s[0], first, ran, "once");
	more = event_new(base, s[0], second | EV_PERSIST, ran, "persistent");
	for (int turns = 0; turns < 2; ++turns) {
		SAY("once %s, persistent %s, added %s\n", t_what(first), t_what(second), turns ? "last" : "first");
		if (turns)
			CHECK(event_add(more, NULL) == 0 && event_add(once, NULL) == 0);
		else
			CHECK(event_add(once, NULL) == 0 && event_add(more, NULL) == 0);
		for (int i = 0; i < 3; ++i) {
			SAY(" turn %d\n", i);
			turn(base);
		}
		SAY(" pending: %s, %s\n", t_what(event_pending(once, EV_READ | EV_WRITE, NULL)),
		    t_what(event_pending(more, EV_READ | EV_WRITE, NULL)));
		event_del(once);
		event_del(more);
	}
	event_free(once);
	event_free(more);
	event_base_free(base);
	close(s[0]);
	close(s[1]);
}

int
main(void)
{
	orders(EV_READ, EV_READ);
	orders(EV_READ, EV_WRITE);
	orders(EV_WRITE, EV_READ);
	orders(EV_READ | EV_WRITE, EV_WRITE);
	return t_result();
}
