// Locks and conditions come from the functions given too, and go with what they belong to.
#include "alloc.h"
#include <event2/thread.h>

static void stop(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	event_base_loopbreak(arg);
}

static void *wake(void *ev)
{
	event_active(ev, EV_READ, 1);
	return NULL;
}

int main(void)
{
	struct event_base *base;
	struct event *ev;
	pthread_t thread;
	int i;

	al_start();
	CHECK(evthread_use_pthreads() == 0);
	for (i = 0; i < 3; i++) {
		long before = al.live;
		base = event_base_new();
		ev = event_new(base, -1, 0, stop, base);
		CHECK(pthread_create(&thread, NULL, wake, ev) == 0);
		SAY("loop %d\n", event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY));
		pthread_join(thread, NULL);
		event_free(ev);
		event_base_free(base);
		SAY("left by the base: %ld\n", al.live - before);
	}
	libevent_global_shutdown();
	SAY("live after the end: %ld\n", al.live);
	return t_result();
}
