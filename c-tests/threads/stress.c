/* Several threads add, delete and activate events of one base for a moment; every question is answered, and all
 * activations of the end are seen. */
#include "backends/kit.h"

#include <event2/thread.h>
#include <pthread.h>
#include <semaphore.h>

enum { THREADS = 4, EVENTS = 4, ROUNDS = 2000 };
static struct event_base *base;
static struct event *timers[THREADS][EVENTS], *readers[THREADS][EVENTS], *finals[THREADS];
static struct event *questions[THREADS];
static sem_t answers[THREADS];
static int answered[THREADS], final_runs;

static void
ran(evutil_socket_t fd, short what, void *arg)
{
}

static void
answer(evutil_socket_t fd, short what, void *arg)
{
	int n = (int)(long)arg;

	answered[n]++;
	sem_post(&answers[n]);
}

static void
last(evutil_socket_t fd, short what, void *arg)
{
	if (++final_runs == THREADS)
		event_base_loopexit(base, NULL);
}

static void *
hammer(void *arg)
{
	int n = (int)(long)arg;
	unsigned seed = (unsigned)n * 7919 + 1;

	for (int i = 0; i < ROUNDS; ++i) {
		struct event *ev = (rand_r(&seed) & 1 ? timers : readers)[n][rand_r(&seed) % EVENTS];

		if (i % 200 == 0) {
			event_active(questions[n], EV_READ, 1);
			sem_wait(&answers[n]);
		}
		switch (rand_r(&seed) % 5) {
		case 0: event_add(ev, NULL); break;
		case 1: event_add(ev, MS(rand_r(&seed) % 3)); break;
		case 2: event_del(ev); break;
		case 3: event_active(ev, EV_READ, 1); break;
		default: event_pending(ev, EV_READ | EV_TIMEOUT, NULL);
		}
	}
	for (int i = 0; i < EVENTS; ++i) {
		event_del(timers[n][i]);
		event_del(readers[n][i]);
	}
	event_active(finals[n], EV_READ, 1);
	return NULL;
}

int
main(void)
{
	pthread_t thread[THREADS];
	evutil_socket_t s[2];

	CHECK(evthread_use_pthreads() == 0);
	base = event_base_new();
	t_pair(s);
	must_write(s[1], "x");
	for (int n = 0; n < THREADS; ++n) {
		finals[n] = event_new(base, -1, 0, last, NULL);
		questions[n] = event_new(base, -1, 0, answer, (void *)(long)n);
		sem_init(&answers[n], 0, 0);
		for (int i = 0; i < EVENTS; ++i) {
			timers[n][i] = event_new(base, -1, i & 1 ? EV_PERSIST : 0, ran, NULL);
			readers[n][i] = event_new(base, s[0], EV_READ | (i & 1 ? EV_PERSIST : 0), ran, NULL);
		}
	}
	for (long n = 0; n < THREADS; ++n)
		pthread_create(&thread[n], NULL, hammer, (void *)n);
	SAY("loop %d\n", event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY));
	for (int n = 0; n < THREADS; ++n)
		pthread_join(thread[n], NULL);
	SAY("last runs: %d\n", final_runs);
	SAY("added %d, active %d\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED),
	    event_base_get_num_events(base, EVENT_BASE_COUNT_ACTIVE));
	for (int n = 0; n < THREADS; ++n) {
		SAY("answers: %d\n", answered[n]);
		event_free(finals[n]);
		event_free(questions[n]);
		for (int i = 0; i < EVENTS; ++i) {
			event_free(timers[n][i]);
			event_free(readers[n][i]);
		}
	}
	event_base_free(base);
	libevent_global_shutdown();
	return t_result();
}
