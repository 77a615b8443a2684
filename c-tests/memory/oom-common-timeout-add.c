// run: once
// event_add to a common timeout queue when there is no memory: -1 and not pending, or it fires.
#include "alloc.h"

#define N 10

static void mark(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	++*(int *)arg;
}

static void scenario(void)
{
	const struct timeval *queue[N];
	struct event_base *base;
	struct event *ev[N];
	int fired[N] = { 0 }, added[N], i;
	long n = al.fail_in;
	int all = al.fail_on;

	al_stop_failing();
	base = event_base_new();
	for (i = 0; i < N; i++) {
		ev[i] = evtimer_new(base, mark, &fired[i]);
		queue[i] = event_base_init_common_timeout(base, MS(1 + i));
		CHECK(queue[i]);
	}
	al_fail(n, all);
	for (i = 0; i < N; i++) {
		added[i] = event_add(ev[i], queue[i]) == 0;
		CHECK(added[i] || al.failed);
		CHECK(added[i] == (event_pending(ev[i], EV_TIMEOUT, NULL) != 0));
	}
	al_stop_failing();
	CHECK(event_base_dispatch(base) == 1);
	for (i = 0; i < N; i++) {
		CHECK(fired[i] == added[i]);
		event_free(ev[i]);
	}
	event_base_free(base);
}

int main(void)
{
	al_start();
	al_every_failure("adding to common timeouts", scenario);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
