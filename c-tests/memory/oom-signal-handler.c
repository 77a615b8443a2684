// on: ours
// A signal event that finds no room leaves the old handler in place. (The original has installed
// its own by then, and returns -1.)
#include "alloc.h"

static const int signals[] = { SIGUSR1, SIGUSR2, SIGHUP, SIGWINCH, SIGURG };
#define N ((int)(sizeof(signals) / sizeof(signals[0])))

static int caught[N], fired[N];

static void mine(int sig)
{
	int i;
	for (i = 0; i < N; i++)
		caught[i] += signals[i] == sig;
}

static void mark(evutil_socket_t sig, short what, void *arg)
{
	(void)sig, (void)what;
	++*(int *)arg;
}

static void scenario(void)
{
	struct event_base *base;
	struct event *ev[N];
	int added[N], i, want = 0;
	long n = al.fail_in;
	int all = al.fail_on;

	al_stop_failing();
	memset(fired, 0, sizeof(fired));
	memset(caught, 0, sizeof(caught));
	for (i = 0; i < N; i++)
		signal(signals[i], mine);
	base = event_base_new();
	for (i = 0; i < N; i++)
		ev[i] = event_new(base, signals[i], EV_SIGNAL, mark, &fired[i]);
	al_fail(n, all);
	for (i = 0; i < N; i++) {
		added[i] = event_add(ev[i], NULL) == 0;
		CHECK(added[i] || al.failed);
		CHECK(added[i] == (event_pending(ev[i], EV_SIGNAL, NULL) != 0));
		want += added[i];
	}
	al_stop_failing();
	for (i = 0; i < N; i++)
		raise(signals[i]);
	CHECK(event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK) == !want);
	for (i = 0; i < N; i++) {
		CHECK(fired[i] == added[i]);
		CHECK(caught[i] == !added[i]);
		event_free(ev[i]);
	}
	for (i = 0; i < N; i++)
		raise(signals[i]);
	for (i = 0; i < N; i++)
		CHECK(caught[i] == 1 + !added[i]);
	event_base_free(base);
}

int main(void)
{
	al_start();
	al_every_failure("signals", scenario);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
