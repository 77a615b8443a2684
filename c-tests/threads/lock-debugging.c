// run: once
/* evthread_enable_lock_debugging, before and after the lock functions are set: all goes on as without. */
#include "backends/kit.h"

#include <event2/thread.h>
#include <pthread.h>

static int runs;

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	++runs;
}

static void *
poke(void *ev)
{
	for (int i = 0; i < 50; ++i) {
		event_active(ev, EV_READ, 1);
		event_add(ev, MS(100000));
		event_del(ev);
	}
	return NULL;
}

static void
use(void)
{
	struct event_base *base = event_base_new();
	struct event *ev = event_new(base, -1, EV_PERSIST, ran, NULL), *sig = evsignal_new(base, SIGUSR1, ran, NULL);
	pthread_t thread[2];

	event_add(sig, NULL);
	for (int i = 0; i < 2; ++i)
		pthread_create(&thread[i], NULL, poke, ev);
	event_base_loopexit(base, MS(10));
	SAY("loop %d\n", event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY));
	for (int i = 0; i < 2; ++i)
		pthread_join(thread[i], NULL);
	runs = 0;
	raise(SIGUSR1);
	turn(base);
	CHECK(runs >= 1);
	event_free(sig);
	event_free(ev);
	event_base_free(base);
	libevent_global_shutdown();
}

static void
before(void)
{
	t_log();
	evthread_enable_lock_debugging();
	SAY("pthreads %d\n", evthread_use_pthreads());
	use();
}

static void
after(void)
{
	t_log();
	SAY("pthreads %d\n", evthread_use_pthreads());
	evthread_enable_lock_debugging();
	evthread_enable_lock_debuging(); /* as it was spelled once */
	use();
}

static void
after_again(void)
{
	t_log();
	evthread_enable_lock_debugging();
	SAY("pthreads %d\n", evthread_use_pthreads());
	SAY("pthreads %d\n", evthread_use_pthreads());
	use();
}

static void
alone(void)
{
	struct event_base *base;

	t_log();
	evthread_enable_lock_debugging();
	base = event_base_new();
	SAY("dispatch %d\n", event_base_dispatch(base));
	event_base_free(base);
	libevent_global_shutdown();
}

int
main(void)
{
	t_child("before", before);
	t_child("after", after);
	t_child("pthreads twice", after_again);
	t_child("no locks", alone);
	return t_result();
}
