// Events of event_base_once that never fired are freed with the base, on every kind of event.
#include "alloc.h"

static void never(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what, (void)arg;
	SAY("called\n");
}

int main(void)
{
	struct event_base *base;
	evutil_socket_t fd[2];
	int i;

	al_start();
	t_pair(fd);
	base = event_base_new();
	for (i = 0; i < 20; i++) {
		CHECK(event_base_once(base, fd[0], EV_READ, never, NULL, NULL) == 0);
		CHECK(event_base_once(base, fd[0], EV_READ, never, NULL, MS(100000)) == 0);
		CHECK(event_base_once(base, -1, EV_TIMEOUT, never, NULL, MS(100000 + i)) == 0);
		CHECK(event_base_once(base, -1, EV_TIMEOUT, never, NULL, NULL) == 0);
	}
	event_base_free(base);
	libevent_global_shutdown();
	SAY("live after the end: %ld\n", al.live);
	return t_result();
}
