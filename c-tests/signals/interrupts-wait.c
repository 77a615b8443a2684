/* A waiting loop is woken by a signal at once, whichever backend waits. */
#include "backends/kit.h"

#include <sys/time.h>

static int runs;

static void
ran(evutil_socket_t sig, short what, void *arg)
{
	static const struct itimerval none = { { 0, 0 }, { 0, 0 } };
	struct event *self = arg;

	if (++runs == 3) {
		setitimer(ITIMER_REAL, &none, NULL);
		event_del(self);
	}
}

int
main(void)
{
	struct event_base *base;
	struct event *ev, *never;
	struct itimerval every = { { 0, 3000 }, { 0, 3000 } };
	long start = now_ms();

	t_log();
	/* An alarm that comes when nobody waits for it any more: memcheck delivers late. */
	signal(SIGALRM, SIG_IGN);
	base = event_base_new();
	ev = evsignal_new(base, SIGALRM, ran, event_self_cbarg());
	never = evtimer_new(base, t_say, "never");
	event_add(ev, NULL);
	event_add(never, MS(100000));
	setitimer(ITIMER_REAL, &every, NULL);
	while (runs < 3)
		CHECK(event_base_loop(base, EVLOOP_ONCE) == 0);
	CHECK(now_ms() - start < 50000);
	SAY("woken\n");
	event_free(ev);
	event_free(never);
	event_base_free(base);
	return t_result();
}
