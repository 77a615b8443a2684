// run: select
/* A closed fd among select's: the turn fails with a warning, the loop returns -1; it works again when the event is gone. */
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
	struct event *bad, *good;
	evutil_socket_t s[2];

	t_log();
	t_grow_fd_table();
	t_pair(s);
	bad = event_new(base, 200, EV_READ | EV_PERSIST, ran, "bad");
	good = event_new(base, s[0], EV_WRITE | EV_PERSIST, ran, "good");
	SAY("add %d, %d\n", event_add(bad, NULL), event_add(good, NULL));
	SAY("turn %d\n", turn(base));
	SAY("turn %d\n", turn(base));
	event_del(bad);
	SAY("turn %d\n", turn(base));
	event_free(bad);
	event_free(good);
	event_base_free(base);
	return t_result();
}
