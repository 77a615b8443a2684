// A base made with threads on, any request refused: NULL or a base that works; nothing is left.
#include "alloc.h"
#include <event2/thread.h>

static void stop(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	event_base_loopbreak(arg);
}

static void scenario(void)
{
	struct event_base *base = event_base_new();
	struct event *ev;
	if (!base) {
		CHECK(al.failed);
		return;
	}
	ev = event_new(base, -1, 0, stop, base);
	al_stop_failing();
	if (ev) {
		event_active(ev, EV_READ, 1);
		CHECK(event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY) == 0);
		event_free(ev);
	}
	event_base_free(base);
}

int main(void)
{
	al_start();
	CHECK(evthread_use_pthreads() == 0);
	al_every_failure("a base with threads", scenario);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
