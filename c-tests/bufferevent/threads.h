/* What the tests of bufferevents with threads share. */
#ifndef BEV_THREADS_H
#define BEV_THREADS_H

#include "bufferevent/kit.h"

#include <pthread.h>
#include <semaphore.h>

#include <event2/thread.h>

/* A base that runs in a thread of its own until loop_stop. */
struct loop {
	struct event_base *base;
	pthread_t thread;
};

T_UNUSED static void *loop_run(void *arg)
{
	struct loop *loop = arg;
	CHECK(event_base_loop(loop->base, EVLOOP_NO_EXIT_ON_EMPTY) == 0);
	return NULL;
}

T_UNUSED static void loop_start(struct loop *loop)
{
	loop->base = event_base_new();
	CHECK(pthread_create(&loop->thread, NULL, loop_run, loop) == 0);
}

/* Ends the thread; the base stays. */
T_UNUSED static void loop_stop(struct loop *loop)
{
	event_base_loopexit(loop->base, NULL);
	pthread_join(loop->thread, NULL);
}

T_UNUSED static void sem_get(sem_t *sem)
{
	while (sem_wait(sem) < 0)
		;
}

#endif
