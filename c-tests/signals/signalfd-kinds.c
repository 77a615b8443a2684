// on: ours
// env: EVENT_USE_SIGNALFD=1
/* Out-of-range signals, timeouts and several bases with a signalfd: return values as with a handler. */
#include "backends/kit.h"

static int runs[2];

static void
ran(evutil_socket_t sig, short what, void *arg)
{
	runs[arg != NULL] |= what;
}

int
main(void)
{
	static const int bad[] = { -1, 0, 65, 1000, SIGKILL };
	struct event_base *base = event_base_new(), *second = event_base_new();
	struct event *ev, *other;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; ++i) {
		ev = event_new(base, bad[i], EV_SIGNAL, ran, NULL);
		CHECK(ev && event_add(ev, NULL) == -1 && !event_pending(ev, EV_SIGNAL, NULL));
		event_free(ev);
	}
	ev = event_new(base, SIGUSR1, EV_SIGNAL, ran, NULL);
	CHECK(event_add(ev, MS(1)) == 0);
	CHECK(event_base_loop(base, EVLOOP_ONCE) == 0 && runs[0] == EV_TIMEOUT);
	CHECK(!event_pending(ev, EV_SIGNAL | EV_TIMEOUT, NULL));

	/* Different signals in two bases, one after the other on the same signal. */
	runs[0] = 0;
	other = event_new(second, SIGUSR2, EV_SIGNAL, ran, runs);
	CHECK(event_add(ev, NULL) == 0 && event_add(other, NULL) == 0);
	raise(SIGUSR1);
	raise(SIGUSR2);
	turn(base);
	turn(second);
	CHECK(runs[0] == EV_SIGNAL && runs[1] == EV_SIGNAL);
	event_free(ev);
	event_free(other);
	event_base_free(base);
	ev = evsignal_new(second, SIGUSR1, ran, NULL);
	CHECK(event_add(ev, NULL) == 0);
	runs[0] = 0;
	raise(SIGUSR1);
	turn(second);
	CHECK(runs[0] == EV_SIGNAL);
	event_free(ev);
	event_base_free(second);
	return t_result();
}
