/* event_base_once from another thread: a timer, a reader, and an immediate one reach the waiting loop. */
#include "backends/kit.h"

#include <event2/thread.h>
#include <pthread.h>
#include <semaphore.h>

static struct event_base *base;
static evutil_socket_t s[2];
static sem_t looping;
static pthread_t loop_thread;

static void
ran(evutil_socket_t fd, short what, void *name)
{
	SAY("%s: %s, in the loop's thread: %d\n", (const char *)name, t_what(what),
	    pthread_equal(pthread_self(), loop_thread) != 0);
	sem_post(&looping);
}

static void *
add(void *arg)
{
	sem_wait(&looping);
	CHECK(event_base_once(base, -1, EV_TIMEOUT, ran, "at once", NULL) == 0);
	sem_wait(&looping);
	CHECK(event_base_once(base, -1, EV_TIMEOUT, ran, "timer", MS(2)) == 0);
	sem_wait(&looping);
	CHECK(event_base_once(base, s[0], EV_READ, ran, "reader", NULL) == 0);
	must_write(s[1], "x");
	sem_wait(&looping);
	SAY("signal: %d\n", event_base_once(base, SIGUSR1, EV_SIGNAL, ran, "signal", NULL));
	SAY("persistent: %d\n", event_base_once(base, s[0], EV_READ | EV_PERSIST, ran, "persistent", NULL));
	event_base_loopbreak(base);
	return NULL;
}

int
main(void)
{
	pthread_t thread;

	CHECK(evthread_use_pthreads() == 0);
	t_log();
	t_pair(s);
	sem_init(&looping, 0, 0);
	base = event_base_new();
	loop_thread = pthread_self();
	event_base_once(base, -1, EV_TIMEOUT, ran, "first", NULL);
	pthread_create(&thread, NULL, add, NULL);
	SAY("loop %d\n", event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY));
	pthread_join(thread, NULL);
	/* One that is never run is freed with the base. */
	SAY("once %d\n", event_base_once(base, -1, EV_TIMEOUT, ran, "never", MS(100000)));
	event_base_free(base);
	sem_destroy(&looping);
	libevent_global_shutdown();
	return t_result();
}
