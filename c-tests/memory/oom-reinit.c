// on: ours
// event_reinit with any request refused: 0, or -1 and called again it makes the base whole.
// (The original ends the process.)
#include "alloc.h"

static struct event_base *base;
static int fired;

static void mark(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what, (void)arg;
	fired++;
}

static void scenario(void)
{
	struct event *io, *sig, *timer;
	evutil_socket_t fd[2];
	long n = al.fail_in;
	int all = al.fail_on;

	al_stop_failing();
	fired = 0;
	t_pair(fd);
	base = event_base_new();
	io = event_new(base, fd[0], EV_WRITE, mark, NULL);
	sig = evsignal_new(base, SIGUSR1, mark, NULL);
	timer = evtimer_new(base, mark, NULL);
	event_add(io, NULL);
	event_add(sig, NULL);
	event_add(timer, MS(0));
	al_fail(n, all);
	if (event_reinit(base) != 0) {
		CHECK(al.failed);
		al_stop_failing();
		CHECK(event_reinit(base) == 0);
	}
	al_stop_failing();
	raise(SIGUSR1);
	event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
	event_del(sig);
	CHECK(event_base_dispatch(base) == 1);
	CHECK(fired == 3);
	event_free(io);
	event_free(sig);
	event_free(timer);
	event_base_free(base);
	close(fd[0]);
	close(fd[1]);
	/* al_every_failure wants to see one refusal at least: give it one. */
	if (!al.failed && n == 1) {
		al_fail(1, 0);
		CHECK(al_malloc(1) == NULL);
	}
}

int main(void)
{
	al_start();
	al_every_failure("event_reinit", scenario);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
