// on: ours
/* event_remove_timer from another thread, of the last thing that a loop waits for, ends the loop. */
#include "backends/kit.h"

#include <event2/thread.h>
#include <pthread.h>
#include <semaphore.h>

static struct event *timer;
static sem_t looping;

static void
started(evutil_socket_t fd, short what, void *arg)
{
	sem_post(&looping);
}

static void *
remove_it(void *arg)
{
	sem_wait(&looping);
	CHECK(event_remove_timer(timer) == 0);
	return NULL;
}

int
main(void)
{
	struct event_base *base;
	pthread_t thread;

	CHECK(evthread_use_pthreads() == 0);
	sem_init(&looping, 0, 0);
	base = event_base_new();
	timer = evtimer_new(base, t_say, "timer");
	event_add(timer, MS(100000));
	event_base_once(base, -1, EV_TIMEOUT, started, NULL, NULL);
	pthread_create(&thread, NULL, remove_it, NULL);
	CHECK(event_base_dispatch(base) == 1);
	pthread_join(thread, NULL);
	event_free(timer);
	event_base_free(base);
	sem_destroy(&looping);
	return t_result();
}
