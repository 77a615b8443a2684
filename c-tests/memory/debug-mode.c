// Debug mode's records of events come from the functions given. Those of events that were
// assigned and never unassigned are dropped by libevent_global_shutdown.
#include "alloc.h"
#include <event2/event_struct.h>

static void nothing(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what, (void)arg;
}

int main(void)
{
	static struct event kept[50];
	struct event *made, own;
	struct event_base *base;
	long before;
	int i;

	event_enable_debug_mode();
	al_start();
	base = event_base_new();
	for (i = 0; i < 2; i++) { /* the first time may make tables that stay */
		before = al.live;
		made = event_new(base, -1, 0, nothing, NULL);
		event_free(made);
		event_assign(&own, base, -1, 0, nothing, NULL);
		event_add(&own, MS(0));
		SAY("loop %d\n", event_base_dispatch(base));
		event_debug_unassign(&own);
	}
	CHECK(al.live == before);
	for (i = 0; i < 50; i++)
		event_assign(&kept[i], base, -1, 0, nothing, NULL);
	event_base_free(base);
	libevent_global_shutdown();
	SAY("live after the end: %ld\n", al.live);
	return t_result();
}
