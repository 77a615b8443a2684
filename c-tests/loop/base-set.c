// event_base_set moves an idle event to another base, and no other event.
#include "t.h"

int main(void)
{
	struct event_base *one = event_base_new(), *two = event_base_new();
	struct event *ev = event_new(one, -1, EV_PERSIST, t_say, "event");

	event_base_priority_init(two, 9);
	SAY("idle: %d\n", event_base_set(two, ev));
	SAY("priority %d\n", event_get_priority(ev));
	CHECK(event_get_base(ev) == two);
	event_priority_set(ev, 8);

	event_add(ev, MS(3600000));
	SAY("pending: %d\n", event_base_set(one, ev));
	event_del(ev);
	event_active(ev, EV_WRITE, 1);
	SAY("active: %d\n", event_base_set(one, ev));
	CHECK(event_get_base(ev) == two);
	event_base_loop(two, EVLOOP_NONBLOCK);
	event_del(ev);

	/* It has been used, and is idle again. */
	SAY("after use: %d\n", event_base_set(one, ev));
	SAY("priority %d\n", event_get_priority(ev));
	CHECK(event_get_base(ev) == one);
	event_add(ev, MS(3600000));
	event_active(ev, EV_READ, 1);
	event_base_loop(one, EVLOOP_NONBLOCK);
	SAY("persistent, has run: %d\n", event_base_set(two, ev));
	event_free(ev);
	event_base_free(one);
	event_base_free(two);
	return t_result();
}
