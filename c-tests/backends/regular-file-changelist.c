// run: changelist
/* With a change list the add of a regular file succeeds; the refusal comes at the next turn, as a warning. */
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
	int fd = as_number(open("file", O_RDWR | O_CREAT | O_TRUNC, 0600), 100);
	struct event *ev = event_new(base, fd, EV_READ | EV_PERSIST, ran, "file");

	t_log();
	SAY("add: %d\n", event_add(ev, NULL));
	SAY("turn: %d\n", turn(base));
	SAY("pending %s\n", t_what(event_pending(ev, EV_READ, NULL)));
	SAY("turn: %d\n", turn(base));
	SAY("del: %d\n", event_del(ev));
	SAY("turn: %d\n", turn(base));
	event_free(ev);
	event_base_free(base);
	unlink("file");
	return t_result();
}
