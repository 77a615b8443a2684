// event_base_new with any of its requests refused: NULL or a base that works.
#include "alloc.h"

static void count(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	++*(int *)arg;
}

static void scenario(void)
{
	struct event_base *base = event_base_new();
	int fired = 0;
	if (!base) {
		CHECK(al.failed);
		return;
	}
	al_stop_failing();
	CHECK(event_base_once(base, -1, EV_TIMEOUT, count, &fired, MS(0)) == 0);
	CHECK(event_base_dispatch(base) == 1);
	CHECK(fired == 1);
	event_base_free(base);
}

int main(void)
{
	al_start();
	al_every_failure("event_base_new", scenario);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
