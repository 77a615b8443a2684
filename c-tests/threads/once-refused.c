// on: ours
// run: epoll
/* event_base_once on an fd that epoll refuses gives -1, and leaves the base unlocked. */
#include "backends/kit.h"

#include <event2/thread.h>

int
main(void)
{
	struct event_base *base;

	CHECK(evthread_use_pthreads() == 0);
	t_log();
	base = event_base_new();
	CHECK(event_base_once(base, 777, EV_READ, t_say, NULL, NULL) == -1 && errno == EBADF);
	CHECK(event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED) == 0);
	CHECK(event_base_dispatch(base) == 1);
	event_base_free(base);
	libevent_global_shutdown();
	return t_result();
}
