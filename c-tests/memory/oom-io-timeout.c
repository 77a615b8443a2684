// event_add with a timeout and a descriptor when only one of the two finds room: -1, and then
// the event is wholly in or wholly out.
#include "alloc.h"

#define N 40

static int fired[N];

static void mark(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	++*(int *)arg;
}

static void scenario(void)
{
	evutil_socket_t fd[N][2];
	struct event_base *base;
	struct event *ev[N];
	int i;
	long n = al.fail_in;
	int all = al.fail_on;

	al_stop_failing();
	base = event_base_new();
	memset(fired, 0, sizeof(fired));
	for (i = 0; i < N; i++) {
		t_pair(fd[i]);
		ev[i] = event_new(base, fd[i][0], EV_WRITE, mark, &fired[i]);
	}
	al_fail(n, all);
	for (i = 0; i < N; i++) {
		int added = event_add(ev[i], MS(100000)) == 0;
		int pending = event_pending(ev[i], EV_WRITE | EV_TIMEOUT, NULL);
		CHECK(added ? pending == (EV_WRITE | EV_TIMEOUT) : pending == 0);
	}
	al_stop_failing();
	for (i = 0; i < N; i++)
		CHECK(event_add(ev[i], MS(100000)) == 0);
	/* Each counts twice: for its descriptor and for its timeout. */
	CHECK(event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED) == 2 * N);
	CHECK(event_base_dispatch(base) == 1);
	for (i = 0; i < N; i++) {
		CHECK(fired[i] == 1);
		event_free(ev[i]);
		close(fd[i][0]);
		close(fd[i][1]);
	}
	event_base_free(base);
}

int main(void)
{
	al_start();
	al_every_failure("descriptors with timeouts", scenario);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
