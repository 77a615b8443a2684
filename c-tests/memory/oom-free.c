// Freeing events, bases and configurations, and shutting down, need no memory.
#include "alloc.h"
#include <event2/thread.h>

static void never(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what, (void)arg;
	SAY("called\n");
}

int main(void)
{
	struct event_config *cfg;
	struct event_base *base;
	struct event *ev[30];
	evutil_socket_t fd[2];
	int i;

	al_start();
	CHECK(evthread_use_pthreads() == 0);
	t_pair(fd);
	cfg = event_config_new();
	CHECK(event_config_avoid_method(cfg, "none of them") == 0);
	base = event_base_new_with_config(cfg);
	for (i = 0; i < 30; i++) {
		ev[i] = event_new(base, fd[i % 2], EV_READ | EV_PERSIST, never, NULL);
		CHECK(event_add(ev[i], i % 3 ? MS(100000 + i) : NULL) == 0);
		CHECK(event_base_once(base, -1, EV_TIMEOUT, never, NULL, MS(100000)) == 0);
	}
	al_fail(1, 1);
	for (i = 0; i < 30; i++) {
		CHECK(event_del(ev[i]) == 0);
		event_free(ev[i]);
	}
	event_base_free(base);
	event_config_free(cfg);
	libevent_global_shutdown();
	SAY("requests refused: %ld\n", al.failed);
	SAY("live after the end: %ld\n", al.live);
	return t_result();
}
