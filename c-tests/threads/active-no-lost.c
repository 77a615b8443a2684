/* Every activation is followed by a run: a thread waits for the run it caused, many times over. */
#include "backends/kit.h"

#include <event2/thread.h>
#include <pthread.h>
#include <semaphore.h>

enum { ROUNDS = 3000 };
static struct event_base *base;
static struct event *user;
static sem_t answered;
static int runs;

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	++runs;
	sem_post(&answered);
}

static void *
ask(void *arg)
{
	for (int i = 0; i < ROUNDS; ++i) {
		event_active(user, EV_READ, 1);
		sem_wait(&answered);
	}
	event_base_loopbreak(base);
	return NULL;
}

int
main(void)
{
	pthread_t thread;

	CHECK(evthread_use_pthreads() == 0);
	sem_init(&answered, 0, 0);
	base = event_base_new();
	user = event_new(base, -1, 0, ran, NULL);
	pthread_create(&thread, NULL, ask, NULL);
	SAY("loop %d\n", event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY));
	pthread_join(thread, NULL);
	SAY("%d runs\n", runs);
	event_free(user);
	event_base_free(base);
	libevent_global_shutdown();
	return t_result();
}
