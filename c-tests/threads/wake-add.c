/* event_add from another thread, of a reader and of a timer, reaches a waiting loop. */
#include "backends/kit.h"

#include <event2/thread.h>
#include <pthread.h>
#include <semaphore.h>

static struct event_base *base;
static struct event *reader, *timer, *near;
static sem_t looping;

static void
started(evutil_socket_t fd, short what, void *arg)
{
	sem_post(&looping);
}

static void
ran(evutil_socket_t fd, short what, void *name)
{
	SAY("%s: %s\n", (const char *)name, t_what(what));
	sem_post(&looping);
	if (!strcmp(name, "later timer, now earlier"))
		event_base_loopbreak(base);
}

static void *
add(void *arg)
{
	sem_wait(&looping);
	CHECK(event_add(reader, NULL) == 0);
	sem_wait(&looping);
	CHECK(event_add(timer, MS(1)) == 0);
	sem_wait(&looping);
	/* One that was added for later comes forward. */
	CHECK(event_add(near, MS(1)) == 0);
	return NULL;
}

int
main(void)
{
	struct event *self;
	evutil_socket_t s[2];
	pthread_t thread;

	CHECK(evthread_use_pthreads() == 0);
	sem_init(&looping, 0, 0);
	t_pair(s);
	must_write(s[1], "x");
	base = event_base_new();
	reader = event_new(base, s[0], EV_READ, ran, "reader");
	timer = evtimer_new(base, ran, "timer");
	near = evtimer_new(base, ran, "later timer, now earlier");
	self = event_new(base, -1, 0, started, NULL);
	event_add(near, MS(100000));
	event_active(self, EV_TIMEOUT, 1);
	pthread_create(&thread, NULL, add, NULL);
	event_base_dispatch(base);
	pthread_join(thread, NULL);
	event_free(reader);
	event_free(timer);
	event_free(near);
	event_free(self);
	event_base_free(base);
	sem_destroy(&looping);
	libevent_global_shutdown();
	return t_result();
}
