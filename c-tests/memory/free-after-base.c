// on: ours
// Events that are freed after their base, as programs do that did not read the manual.
#include "alloc.h"

static void nothing(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what, (void)arg;
}

int main(void)
{
	struct timeval tv = { 1000, 0 };
	struct event_base *base;
	struct event *ev[5];
	evutil_socket_t pair[2];

	al_start();
	CHECK(evutil_socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
	base = event_base_new();
	ev[0] = event_new(base, -1, 0, nothing, NULL);
	ev[1] = event_new(base, -1, EV_PERSIST, nothing, NULL);
	ev[2] = event_new(base, pair[0], EV_READ, nothing, NULL);
	ev[3] = event_new(base, -1, 0, nothing, NULL);
	ev[4] = event_new(base, pair[1], EV_READ | EV_WRITE, nothing, NULL);
	event_add(ev[1], &tv);
	event_add(ev[2], &tv);
	event_active(ev[3], EV_TIMEOUT, 1);
	event_add(ev[4], NULL);
	event_base_free(base);
	for (int i = 0; i < 5; i++) {
		CHECK(event_del(ev[i]) == 0);
		event_free(ev[i]);
	}
	libevent_global_shutdown();
	CHECK(al.live == 0);
	evutil_closesocket(pair[0]);
	evutil_closesocket(pair[1]);
	return t_result();
}
