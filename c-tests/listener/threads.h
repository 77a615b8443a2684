/* A base that runs in a thread of its own until it is told to end. */
#ifndef THREADS_H
#define THREADS_H

#include "kit.h"
#include <event2/thread.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>

static struct event_base *loop_base T_UNUSED;
static pthread_t loop_thread T_UNUSED;

T_UNUSED static void *run_loop(void *arg)
{
	(void)arg;
	event_base_loop(loop_base, EVLOOP_NO_EXIT_ON_EMPTY);
	return NULL;
}

T_UNUSED static void run_in_thread(struct event_base *base)
{
	loop_base = base;
	pthread_create(&loop_thread, NULL, run_loop, NULL);
}

T_UNUSED static void start_loop(void)
{
	CHECK(evthread_use_pthreads() == 0);
	run_in_thread(event_base_new());
}

T_UNUSED static void end_loop(void)
{
	event_base_loopbreak(loop_base);
	pthread_join(loop_thread, NULL);
	event_base_free(loop_base);
}

#endif
