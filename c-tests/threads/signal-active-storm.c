/* Several threads activate a signal event, also while its callback runs: it is queued once at a time. */
#include "backends/kit.h"

#include <event2/thread.h>
#include <pthread.h>
#include <semaphore.h>

static struct event_base *base;
static struct event *ev;
static sem_t inside;
static int runs;

static void
ran(evutil_socket_t sig, short what, void *arg)
{
	if (++runs == 1)
		for (int i = 0; i < 3; ++i)
			sem_wait(&inside);
}

static void *
activate(void *arg)
{
	sem_post(&inside);
	for (int i = 0; i < 200; ++i)
		event_active(ev, EV_SIGNAL, 1);
	return NULL;
}

int
main(void)
{
	pthread_t threads[3];

	CHECK(evthread_use_pthreads() == 0);
	sem_init(&inside, 0, 0);
	base = event_base_new();
	ev = evsignal_new(base, SIGUSR1, ran, NULL);
	event_add(ev, NULL);
	event_active(ev, EV_SIGNAL, 1);
	for (int i = 0; i < 3; ++i)
		pthread_create(&threads[i], NULL, activate, NULL);
	event_base_loop(base, EVLOOP_ONCE);
	for (int i = 0; i < 3; ++i)
		pthread_join(threads[i], NULL);
	event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
	CHECK(runs >= 1);
	SAY("active %d\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ACTIVE));
	event_free(ev);
	event_base_free(base);
	sem_destroy(&inside);
	libevent_global_shutdown();
	return t_result();
}
