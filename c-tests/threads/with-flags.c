// on: ours
// run: once
/* evthread_use_pthreads_with_flags: no flags are the plain function; EVTHREAD_PTHREAD_PRIO_INHERIT works as well. */
#include "backends/kit.h"

#include <event2/thread.h>
#include <pthread.h>

int evthread_use_pthreads_with_flags(int flags);
enum { PRIO_INHERIT = 1 };
static int runs, flags;

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	++runs;
}

static void *
poke(void *ev)
{
	for (int i = 0; i < 100; ++i)
		event_active(ev, EV_READ, 1);
	return NULL;
}

static void
use(void)
{
	struct event_base *base;
	struct event *ev;
	pthread_t thread[2];

	CHECK(evthread_use_pthreads_with_flags(flags) == 0);
	base = event_base_new();
	ev = event_new(base, -1, EV_PERSIST, ran, NULL);
	for (int i = 0; i < 2; ++i)
		pthread_create(&thread[i], NULL, poke, ev);
	event_base_loopexit(base, MS(20));
	CHECK(event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY) == 0);
	for (int i = 0; i < 2; ++i)
		pthread_join(thread[i], NULL);
	turn(base);
	CHECK(runs >= 1 && runs <= 200);
	event_free(ev);
	event_base_free(base);
	/* The same once more, and without flags. */
	CHECK(evthread_use_pthreads_with_flags(flags) == 0);
	libevent_global_shutdown();
}

int
main(void)
{
	t_child("no flags", use);
	flags = PRIO_INHERIT;
	t_child("priority inheritance", use);
	return t_result();
}
