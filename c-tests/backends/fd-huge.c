/* The largest int as an fd: there is no room for it in any table, so add fails. */
#include "backends/kit.h"

#include <limits.h>

int
main(void)
{
	struct event_base *base = event_base_new();
	struct event *ev;

	t_log();
	ev = event_new(base, INT_MAX, EV_READ, t_say, "huge");
	if (CHECK(ev)) {
		SAY("add %d\n", event_add(ev, NULL));
		SAY("pending %s\n", t_what(event_pending(ev, EV_READ, NULL)));
		event_base_active_by_fd(base, INT_MAX, EV_READ);
		SAY("del %d\n", event_del(ev));
		event_free(ev);
	}
	SAY("dispatch %d\n", event_base_dispatch(base));
	event_base_free(base);
	return t_result();
}
