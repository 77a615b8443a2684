/* Three readers on one fd: all run, the one added last first; deleting one leaves the others. */
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
	struct event *a, *b, *c;
	evutil_socket_t s[2];

	t_pair(s);
	a = event_new(base, s[0], EV_READ | EV_PERSIST, ran, "a");
	b = event_new(base, s[0], EV_READ | EV_PERSIST, ran, "b");
	c = event_new(base, s[0], EV_READ | EV_PERSIST, ran, "c");
	CHECK(event_add(a, NULL) == 0 && event_add(b, NULL) == 0 && event_add(c, NULL) == 0);
	must_write(s[1], "x");

	SAY("all\n");
	turn(base);
	SAY("without b\n");
	event_del(b);
	turn(base);
	SAY("b again\n");
	event_add(b, NULL);
	turn(base);
	SAY("c added twice keeps its place\n");
	event_add(a, NULL);
	event_add(c, NULL);
	turn(base);
	SAY("without the last and the first\n");
	event_del(b);
	event_del(a);
	turn(base);
	SAY("none: %d\n", (event_del(c), turn(base)));
	SAY("a alone\n");
	event_add(a, NULL);
	turn(base);
	drain(s[0]);
	SAY("nothing to read: %d\n", turn(base));

	event_free(a);
	event_free(b);
	event_free(c);
	event_base_free(base);
	return t_result();
}
