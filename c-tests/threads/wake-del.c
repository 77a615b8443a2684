/* event_del from another thread of the only reader or signal event: the waiting loop finds itself empty and ends. */
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
use(struct event_base *base, const char *name, struct event *ev, const struct timeval *tv)
{
	struct event *self = event_new(base, -1, 0, started, NULL);
	pthread_t thread;

	SAY("%s\n", name);
	event_add(ev, tv);
	event_active(self, EV_TIMEOUT, 1);
	pthread_create(&thread, NULL, del, ev);
	SAY("dispatch %d\n", event_base_dispatch(base));
	pthread_join(thread, NULL);
	event_free(self);
	event_free(ev);
}

int
main(void)
{
	struct event_base *base;
	evutil_socket_t s[2];

	CHECK(evthread_use_pthreads() == 0);
	sem_init(&looping, 0, 0);
	base = event_base_new();
	t_pair(s);
	use(base, "reader", event_new(base, s[0], EV_READ | EV_PERSIST, t_say, "reader"), NULL);
	use(base, "reader with a timeout", event_new(base, s[0], EV_READ | EV_PERSIST, t_say, "reader"), MS(100000));
	use(base, "signal", evsignal_new(base, SIGUSR1, t_say, "signal"), NULL);
	event_base_free(base);
	sem_destroy(&looping);
	libevent_global_shutdown();
	return t_result();
}
