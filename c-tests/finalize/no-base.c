// run: once
/* Events that have no base: what the calls say. */
#include "backends/kit.h"

#include <event2/event_struct.h>

static void
finalizer(struct event *ev, void *arg)
{
	SAY("finalizer\n");
}

int
main(void)
{
	struct event ev;

	t_log();
	memset(&ev, 0, sizeof ev);
	SAY("assign %d\n", event_assign(&ev, NULL, -1, 0, t_say, "event"));
	SAY("finalize %d\n", event_finalize(0, &ev, finalizer));
	SAY("add %d\n", event_add(&ev, NULL));
	SAY("del %d\n", event_del(&ev));
	SAY("del_noblock %d\n", event_del_noblock(&ev));
	SAY("remove_timer %d\n", event_remove_timer(&ev));
	event_active(&ev, EV_READ, 1);
	SAY("pending %d\n", event_pending(&ev, EV_READ, NULL));
	return t_result();
}
