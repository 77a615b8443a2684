// on: ours
/* event_del from another thread of the only timer: the waiting loop finds itself empty and ends. */
#include "backends/kit.h"

#include <event2/thread.h>
#include <pthread.h>
#include <semaphore.h>

static sem_t looping;

static void
started(evutil_socket_t fd, short what, void *arg)
{
	sem_post(&looping);
}

static void *
del(void *ev)
{
	sem_wait(&looping);
	CHECK(event_del(ev) == 0);
	return NULL;
}

static void
use(struct event_base *base, struct event *ev, const struct timeval *tv)
{
	struct event *self = event_new(base, -1, 0, started, NULL);
	pthread_t thread;

	event_add(ev, tv);
	event_active(self, EV_TIMEOUT, 1);
	pthread_create(&thread, NULL, del, ev);
	CHECK(event_base_dispatch(base) == 1);
	pthread_join(thread, NULL);
	event_free(self);
	event_free(ev);
}

int
main(void)
{
	struct event_base *base;

	CHECK(evthread_use_pthreads() == 0);
	sem_init(&looping, 0, 0);
	base = event_base_new();
	use(base, evtimer_new(base, t_say, "timer"), MS(100000));
	use(base, event_new(base, -1, EV_PERSIST, t_say, "persistent timer"), MS(100000));
	use(base, evtimer_new(base, t_say, "timer"), event_base_init_common_timeout(base, MS(100000)));
	event_base_free(base);
	sem_destroy(&looping);
	libevent_global_shutdown();
	return t_result();
}
