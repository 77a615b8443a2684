// Events that belong to no base: warnings, and return values.
#include "t.h"
#include <event2/event_compat.h>
#include <event2/event_struct.h>

int main(void)
{
	struct event_base *base;
	struct event ev;
	struct timeval tv = { 5, 5 };
	t_log();

	event_set(&ev, -1, 0, t_say, "event");
	CHECK(event_get_base(&ev) == NULL);
	SAY("initialized %d, priority %d\n", event_initialized(&ev), event_get_priority(&ev));
	errno = 0;
	SAY("add %d\n", event_add(&ev, NULL));
	SAY("add with a timeout %d\n", event_add(&ev, MS(5)));
	SAY("del %d\n", event_del(&ev));
	SAY("del_block %d\n", event_del_block(&ev));
	SAY("del_noblock %d\n", event_del_noblock(&ev));
	SAY("remove_timer %d\n", event_remove_timer(&ev));
	SAY("pending %d\n", event_pending(&ev, EV_TIMEOUT | EV_READ, &tv));
	CHECK(tv.tv_sec == 5 && tv.tv_usec == 5);
	SAY("finalize %d\n", event_finalize(0, &ev, NULL));
	SAY("free_finalize %d\n", event_free_finalize(0, &ev, NULL));
	event_active(&ev, EV_READ, 1);
	SAY("errno %s\n", t_errno(errno));

	base = event_base_new();
	event_base_priority_init(base, 7);
	SAY("base_set %d\n", event_base_set(base, &ev));
	SAY("priority %d\n", event_get_priority(&ev));
	SAY("add %d\n", event_add(&ev, MS(0)));
	SAY("loop %d\n", event_base_dispatch(base));
	event_base_free(base);
	return t_result();
}
