// run: once
// event_base_init_common_timeout with any request refused: NULL, and the queues there are work.
#include "alloc.h"

#define N 40

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
	int fired[N] = { 0 }, i, made = 0, got = 0;
	long n = al.fail_in;
	int all = al.fail_on;

	al_stop_failing();
	base = event_base_new();
	for (i = 0; i < N; i++)
		ev[i] = evtimer_new(base, mark, &fired[i]);
	al_fail(n, all);
	for (i = 0; i < N; i++) {
		queue[i] = event_base_init_common_timeout(base, MS(1 + i % 30));
		CHECK(queue[i] || al.failed);
	}
	al_stop_failing();
	for (i = 0; i < N; i++) {
		if (!queue[i])
			continue;
		made++;
		CHECK(event_add(ev[i], queue[i]) == 0);
	}
	CHECK(event_base_dispatch(base) == 1);
	for (i = 0; i < N; i++) {
		CHECK(fired[i] == (queue[i] != NULL));
		got += fired[i];
		event_free(ev[i]);
	}
	CHECK(got == made);
	event_base_free(base);
}

int main(void)
{
	al_start();
	al_every_failure("common timeouts", scenario);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
