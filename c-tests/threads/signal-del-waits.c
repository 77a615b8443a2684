/* event_del from another thread during the repeated calls of a signal event: it waits for the call that runs, and the
 * rest of the calls are cut off. */
#include "backends/kit.h"

#include <event2/thread.h>
#include <pthread.h>
#include <semaphore.h>

static sem_t inside;
static int calls, done;

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	__atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
	sem_post(&inside);
	sleep_ms(50);
	__atomic_add_fetch(&done, 1, __ATOMIC_SEQ_CST);
}

static void *
loop(void *base)
{
	event_base_dispatch(base);
	return NULL;
}

int
main(void)
{
	struct event_base *base;
	struct event *ev;
	pthread_t thread;
	int started, ended;

	CHECK(evthread_use_pthreads() == 0);
	sem_init(&inside, 0, 0);
	base = event_base_new();
	ev = evsignal_new(base, SIGUSR1, ran, NULL);
	event_add(ev, NULL);
	event_active(ev, EV_SIGNAL, 1000);
	pthread_create(&thread, NULL, loop, base);
	sem_wait(&inside);
	SAY("del %d\n", event_del(ev));
	started = __atomic_load_n(&calls, __ATOMIC_SEQ_CST);
	ended = __atomic_load_n(&done, __ATOMIC_SEQ_CST);
	CHECK(started == ended && started < 1000);
	pthread_join(thread, NULL);
	CHECK(calls == started);
	event_free(ev);
	event_base_free(base);
	libevent_global_shutdown();
	return t_result();
}
