/* An event is finalized by another thread while its callback runs: the call returns at once, the finalizer comes after
 * the callback, in the loop's thread. */
#include "backends/kit.h"

#include <event2/thread.h>
#include <pthread.h>
#include <semaphore.h>

static sem_t inside, go_on;
static pthread_t loop_thread;
static int running;

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	running = 1;
	sem_post(&inside);
	sem_wait(&go_on);
	running = 0;
}

static void
finalizer(struct event *ev, void *base)
{
	SAY("finalizer: callback running %d, in the loop's thread %d\n", running,
	    pthread_equal(pthread_self(), loop_thread) != 0);
	event_base_loopbreak(base);
}

static void *
finalize(void *ev)
{
	sem_wait(&inside);
	SAY("finalize %d\n", event_free_finalize(0, ev, finalizer));
	sem_post(&go_on);
	return NULL;
}

static void
use(short flags)
{
	struct event_base *base = event_base_new();
	evutil_socket_t s[2];
	struct event *ev;
	pthread_t thread;
	int r;

	t_pair(s);
	ev = event_new(base, s[0], EV_WRITE | flags, ran, base);
	event_add(ev, NULL);
	SAY("%s\n", t_what(flags));
	pthread_create(&thread, NULL, finalize, ev);
	r = event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY);
	SAY("loop %d\n", r);
	pthread_join(thread, NULL);
	SAY("added %d\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED));
	event_base_free(base);
	close(s[0]);
	close(s[1]);
}

int
main(void)
{
	CHECK(evthread_use_pthreads() == 0);
	sem_init(&inside, 0, 0);
	sem_init(&go_on, 0, 0);
	loop_thread = pthread_self();
	use(0);
	use(EV_PERSIST);
	use(EV_PERSIST | EV_FINALIZE);
	libevent_global_shutdown();
	return t_result();
}
