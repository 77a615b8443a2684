/* A callback deletes or frees its own event, with every kind of delete: it does not wait for itself. */
#include "backends/kit.h"

#include <event2/thread.h>

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	struct event *self = event_base_get_running_event(*(struct event_base **)arg);
	static int n;

	switch (n++) {
	case 0: SAY("del %d\n", event_del(self)); break;
	case 1: SAY("del_block %d\n", event_del_block(self)); break;
	case 2: SAY("del_noblock %d\n", event_del_noblock(self)); break;
	default: event_free(self); SAY("freed\n");
	}
}

int
main(void)
{
	struct event_base *base;
	evutil_socket_t s[2];

	CHECK(evthread_use_pthreads() == 0);
	base = event_base_new();
	t_pair(s);
	for (int i = 0; i < 4; ++i) {
		struct event *ev = event_new(base, s[0], EV_WRITE | EV_PERSIST, ran, &base);

		event_add(ev, NULL);
		SAY("dispatch %d\n", event_base_dispatch(base));
		if (i < 3)
			event_free(ev);
	}
	event_base_free(base);
	libevent_global_shutdown();
	return t_result();
}
