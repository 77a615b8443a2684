// A loop that gets no memory while it runs goes on, or returns -1 and loses no event: called
// again, all fire, each once.
#include "alloc.h"

#define N 100

static int fired[N];

static void mark(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	++*(int *)arg;
}

static void scenario(void)
{
	static evutil_socket_t fd[N][2];
	struct event_base *base;
	struct event *ev[N], *timer[N];
	int timed[N] = { 0 }, i;
	long n = al.fail_in;
	int all = al.fail_on;

	al_stop_failing();
	memset(fired, 0, sizeof(fired));
	base = event_base_new();
	for (i = 0; i < N; i++) {
		t_pair(fd[i]);
		ev[i] = event_new(base, fd[i][0], EV_WRITE, mark, &fired[i]);
		timer[i] = evtimer_new(base, mark, &timed[i]);
		CHECK(event_add(ev[i], NULL) == 0);
		CHECK(event_add(timer[i], MS(i % 4)) == 0);
	}
	al_fail(n, all);
	for (;;) {
		int r = event_base_dispatch(base);
		if (r == 1)
			break;
		if (!CHECK(r == -1 && al.failed))
			break;
		al_stop_failing();
	}
	for (i = 0; i < N; i++) {
		CHECK(fired[i] == 1);
		CHECK(timed[i] == 1);
		event_free(ev[i]);
		event_free(timer[i]);
		close(fd[i][0]);
		close(fd[i][1]);
	}
	event_base_free(base);
	/* al_every_failure wants to see one refusal at least: give it one. */
	if (!al.failed && n == 1)
		CHECK(al_malloc(1) == NULL);
}

int main(void)
{
	al_start();
	al_every_failure("the loop", scenario);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
