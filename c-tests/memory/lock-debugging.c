// With lock debugging every lock has a record of its own: these go as well.
#include "alloc.h"
#include <event2/thread.h>

static void nothing(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what, (void)arg;
}

int main(void)
{
	struct event_base *base;
	al_start();
	CHECK(evthread_use_pthreads() == 0);
	evthread_enable_lock_debugging();
	base = event_base_new();
	event_base_once(base, -1, EV_TIMEOUT, nothing, NULL, MS(0));
	SAY("loop %d\n", event_base_dispatch(base));
	event_base_free(base);
	libevent_global_shutdown();
	SAY("live after the end: %ld\n", al.live);
	return t_result();
}
