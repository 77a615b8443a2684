// event_add of a timer that finds no room: -1, the event is not pending, and those added
// before and after fire as if nothing had happened.
#include "alloc.h"

#define N 120

static int fired[N];

static void mark(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	++*(int *)arg;
}

static void scenario(void)
{
	struct event_base *base;
	struct event *ev[N];
	int added[N], i, want = 0, got = 0;
	long n = al.fail_in;
	int all = al.fail_on;

	al_stop_failing();
	base = event_base_new();
	memset(fired, 0, sizeof(fired));
	for (i = 0; i < N; i++)
		ev[i] = evtimer_new(base, mark, &fired[i]);
	al_fail(n, all);
	for (i = 0; i < N; i++) {
		long failed = al.failed;
		added[i] = event_add(ev[i], MS(i * 37 % 5)) == 0;
		CHECK(added[i] || al.failed > failed);
		CHECK(added[i] == (event_pending(ev[i], EV_TIMEOUT, NULL) != 0));
		want += added[i];
	}
	CHECK(event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED) == want);
	al_stop_failing();
	CHECK(event_base_dispatch(base) == 1);
	for (i = 0; i < N; i++) {
		CHECK(fired[i] == added[i]);
		got += fired[i];
		event_free(ev[i]);
	}
	CHECK(got == want);
	event_base_free(base);
}

int main(void)
{
	al_start();
	al_every_failure("timers", scenario);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
