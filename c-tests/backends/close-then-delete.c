/* An fd is closed before its event is deleted; nothing is said about it, and the number can be used again. */
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
	struct event *old, *fresh;
	evutil_socket_t s[2], t[2];

	t_log();
	t_pair(s);
	s[0] = as_number(s[0], 100);
	must_write(s[1], "x");
	old = event_new(base, s[0], EV_READ | EV_WRITE | EV_PERSIST, ran, "old");
	event_add(old, NULL);
	turn(base);
	close(s[0]);
	SAY("del after close: %d\n", event_del(old));
	SAY("del again: %d\n", event_del(old));

	t_pair(t);
	as_number(t[0], 100);
	fresh = event_new(base, 100, EV_READ | EV_PERSIST, ran, "fresh");
	SAY("add: %d\n", event_add(fresh, NULL));
	turn(base);
	must_write(t[1], "y");
	SAY("a byte\n");
	turn(base);

	/* The file is replaced under the event, which is deleted only then. */
	t_pair(s);
	CHECK(dup2(s[0], 100) == 100);
	SAY("del after the number went to another file: %d\n", event_del(fresh));
	SAY("add: %d\n", event_add(fresh, NULL));
	turn(base);
	must_write(s[1], "z");
	SAY("a byte\n");
	turn(base);
	event_free(old);
	event_free(fresh);
	event_base_free(base);
	return t_result();
}
