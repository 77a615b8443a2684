/* Threads with a base each: nothing of one is seen by the others, though all make and free bases at once. */
#include "backends/kit.h"

#include <event2/thread.h>
#include <pthread.h>

enum { THREADS = 4, ROUNDS = 30 };
static int totals[THREADS];

static void
ran(evutil_socket_t fd, short what, void *count)
{
	drain(fd);
	++*(int *)count;
}

static void *
work(void *arg)
{
	int *count = arg;

	for (int i = 0; i < ROUNDS; ++i) {
		struct event_base *base = event_base_new();
		evutil_socket_t s[2];
		struct event *rd, *timer;

		t_pair(s);
		rd = event_new(base, s[0], EV_READ, ran, count);
		timer = evtimer_new(base, ran, count);
		event_add(rd, NULL);
		event_add(timer, MS(1));
		must_write(s[1], "x");
		event_base_dispatch(base);
		event_free(rd);
		event_free(timer);
		event_base_free(base);
		close(s[0]);
		close(s[1]);
	}
	return NULL;
}

int
main(void)
{
	pthread_t thread[THREADS];

	CHECK(evthread_use_pthreads() == 0);
	for (int i = 0; i < THREADS; ++i)
		pthread_create(&thread[i], NULL, work, &totals[i]);
	for (int i = 0; i < THREADS; ++i) {
		pthread_join(thread[i], NULL);
		SAY("%d\n", totals[i]);
	}
	libevent_global_shutdown();
	return t_result();
}
