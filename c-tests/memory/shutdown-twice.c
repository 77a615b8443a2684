// run: once
// libevent_global_shutdown with nothing to do, twice, and the library used again after it.
#include "alloc.h"
#include <event2/thread.h>

static void nothing(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what, (void)arg;
}

int main(void)
{
	int i;
	al_start();
	libevent_global_shutdown();
	libevent_global_shutdown();
	SAY("live: %ld\n", al.live);
	for (i = 0; i < 3; i++) {
		struct event_base *base = event_base_new();
		CHECK(event_base_once(base, -1, EV_TIMEOUT, nothing, NULL, MS(0)) == 0);
		SAY("loop %d\n", event_base_dispatch(base));
		event_base_free(base);
		libevent_global_shutdown();
		SAY("live: %ld\n", al.live);
	}
	return t_result();
}
