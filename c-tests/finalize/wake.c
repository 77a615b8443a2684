/* event_finalize from another thread wakes a waiting loop, so that the finalizer runs soon. */
#include "backends/kit.h"

#include <event2/thread.h>
#include <pthread.h>
#include <semaphore.h>

static struct event_base *base;
static struct event *ev;
static sem_t looping;

static void
started(evutil_socket_t fd, short what, void *arg)
{
	sem_post(&looping);
}

static void
finalizer(struct event *e, void *arg)
{
	SAY("finalizer\n");
	event_base_loopbreak(base);
}

static void *
finalize(void *arg)
{
	sem_wait(&looping);
	CHECK(event_finalize(0, ev, finalizer) == 0);
	return NULL;
}

int
main(void)
{
	struct event *never, *self;
	pthread_t thread;

	CHECK(evthread_use_pthreads() == 0);
	sem_init(&looping, 0, 0);
	base = event_base_new();
	never = evtimer_new(base, started, NULL);
	ev = evtimer_new(base, started, NULL);
	self = event_new(base, -1, 0, started, NULL);
	event_add(never, MS(100000));
	event_add(ev, MS(200000));
	event_active(self, EV_READ, 1);
	pthread_create(&thread, NULL, finalize, NULL);
	SAY("dispatch %d\n", event_base_dispatch(base));
	pthread_join(thread, NULL);
	event_free(never);
	event_free(self);
	event_free(ev);
	event_base_free(base);
	libevent_global_shutdown();
	return t_result();
}
