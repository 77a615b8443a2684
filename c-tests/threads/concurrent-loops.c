/* Two threads run the loop of one base: the second is refused at once. */
#include "backends/kit.h"

#include <event2/thread.h>
#include <pthread.h>
#include <semaphore.h>

static struct event_base *base;
static sem_t inside, over;

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	SAY("from a callback: %d\n", event_base_loop(base, EVLOOP_NONBLOCK));
	sem_post(&inside);
	sem_wait(&over);
}

static void *
loop(void *arg)
{
	sem_wait(&inside);
	SAY("dispatch: %d\n", event_base_dispatch(base));
	SAY("nonblocking: %d\n", event_base_loop(base, EVLOOP_NONBLOCK));
	sem_post(&over);
	return NULL;
}

int
main(void)
{
	struct event *ev;
	pthread_t thread;

	CHECK(evthread_use_pthreads() == 0);
	t_log();
	sem_init(&inside, 0, 0);
	sem_init(&over, 0, 0);
	base = event_base_new();
	ev = event_new(base, -1, 0, ran, NULL);
	event_active(ev, EV_TIMEOUT, 1);
	pthread_create(&thread, NULL, loop, NULL);
	SAY("the first: %d\n", event_base_dispatch(base));
	pthread_join(thread, NULL);
	SAY("afterwards: %d\n", event_base_dispatch(base));
	event_free(ev);
	event_base_free(base);
	libevent_global_shutdown();
	return t_result();
}
