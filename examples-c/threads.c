/*
 * A thread that works, and tells the loop of another thread when it has something.
 *
 *   cc -o threads threads.c -levent -levent_pthreads -pthread
 *   ./threads
 */
#include <pthread.h>
#include <stdio.h>

#include <event2/event.h>
#include <event2/thread.h>

#define RESULTS 5

struct work {
	pthread_mutex_t lock;
	int results[RESULTS];
	int done;         /* by the worker */
	int shown;        /* by the loop */
	struct event *ready;
};

/* In the worker's thread. event_active may be called from anywhere, and wakes the loop. */
static void *worker(void *arg)
{
	struct work *w = arg;
	int i;
	for (i = 0; i < RESULTS; i++) {
		int result = (i + 1) * (i + 1);
		pthread_mutex_lock(&w->lock);
		w->results[w->done++] = result;
		pthread_mutex_unlock(&w->lock);
		event_active(w->ready, 0, 0);
	}
	return NULL;
}

/* In the loop's thread. Several activations may have become one call: take all there is. */
static void on_ready(evutil_socket_t fd, short what, void *arg)
{
	struct work *w = arg;
	(void)fd, (void)what;
	pthread_mutex_lock(&w->lock);
	while (w->shown < w->done)
		printf("result %d\n", w->results[w->shown++]);
	pthread_mutex_unlock(&w->lock);
	if (w->shown == RESULTS)
		event_base_loopbreak(event_get_base(w->ready));
}

int main(void)
{
	struct work w = {PTHREAD_MUTEX_INITIALIZER, {0}, 0, 0, NULL};
	struct event_base *base;
	pthread_t thread;

	if (evthread_use_pthreads()) /* before the base is made */
		return 1;
	base = event_base_new();
	if (!base)
		return 1;
	w.ready = event_new(base, -1, EV_PERSIST, on_ready, &w);
	if (!w.ready || pthread_create(&thread, NULL, worker, &w))
		return 1;
	/* Nothing is added, so tell the loop to stay for what others activate. */
	event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY);

	pthread_join(thread, NULL);
	event_free(w.ready);
	event_base_free(base);
	libevent_global_shutdown();
	return 0;
}
