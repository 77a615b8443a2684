/* fds that are not open, small and huge: what add says, and that nothing crashes or eats memory without end. */
#include "backends/kit.h"

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	SAY("  ran: %s\n", t_what(what));
}

int
main(void)
{
	static const int fds[] = { 200, 1 << 20 };
	struct event_base *base = event_base_new();

	t_log();
	for (size_t i = 0; i < sizeof fds / sizeof *fds; ++i) {
		struct event *ev;
		int r;

		if (backend_is(base, "select") && fds[i] >= 1024)
			continue; /* not in an fd_set: see beyond-fd-setsize-select */
		ev = event_new(base, fds[i], EV_READ | EV_PERSIST, ran, NULL);
		errno = 0;
		r = event_add(ev, NULL);
		SAY("fd %d: add %d %s\n", fds[i], r, r ? t_errno(errno) : "");
		SAY(" pending %s\n", t_what(event_pending(ev, EV_READ, NULL)));
		/* select would fail for the whole set: leave it out of the turn. */
		if (!backend_is(base, "select"))
			SAY(" turn %d\n", turn(base));
		event_base_active_by_fd(base, fds[i], EV_READ);
		SAY(" del %d\n", event_del(ev));
		event_free(ev);
	}
	/* One that was never added. */
	event_base_active_by_fd(base, 1 << 21, EV_READ | EV_WRITE);
	SAY("dispatch %d\n", event_base_dispatch(base));
	event_base_free(base);
	return t_result();
}
