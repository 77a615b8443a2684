/* event_active from another thread wakes a waiting loop. */
#include "backends/kit.h"

#include <event2/thread.h>
#include <pthread.h>
#include <semaphore.h>

static struct event_base *base;
static struct event *user, *self;
static sem_t looping;
static int runs;

static void
started(evutil_socket_t fd, short what, void *arg)
{
	sem_post(&looping);
}

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	SAY("run %d: %s\n", ++runs, t_what(what));
	if (runs == 3)
		event_base_loopbreak(base);
	else
		sem_post(&looping);
}

static void *
poke(void *arg)
{
	for (int i = 0; i < 3; ++i) {
		sem_wait(&looping);
		event_active(user, i == 1 ? EV_WRITE : EV_READ, 1);
	}
	return NULL;
}

int
main(void)
{
	struct event *never;
	pthread_t thread;

	CHECK(evthread_use_pthreads() == 0);
	sem_init(&looping, 0, 0);
	base = event_base_new();
	user = event_new(base, -1, EV_PERSIST, ran, NULL);
	self = event_new(base, -1, 0, started, NULL);
	never = evtimer_new(base, started, NULL);
	event_add(never, MS(100000));
	event_active(self, EV_TIMEOUT, 1);
	pthread_create(&thread, NULL, poke, NULL);
	SAY("dispatch %d\n", event_base_dispatch(base));
	pthread_join(thread, NULL);
	event_free(user);
	event_free(self);
	event_free(never);
	event_base_free(base);
	sem_destroy(&looping);
	libevent_global_shutdown();
	return t_result();
}
