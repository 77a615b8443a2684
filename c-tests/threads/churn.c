// timeout: 600
/* Threads make events, use them in every way and free them, and break, continue and end the loop, which is begun again
 * each time. What must run exactly once does, and nothing runs after it was freed. */
#include "threads/stress.h"

enum { THREADS = 6, ROUNDS = 500 };
static struct event_base *base;
static struct event *persistent[THREADS];
static atomic_int running, runs[THREADS], onces, freed, finalized, bytes;
static int rounds;

struct thing {
	struct event *ev;
	atomic_int gone;
};

T_CALLBACK(counts) { ++*(atomic_int *)arg; }

T_CALLBACK(lives)
{
	struct thing *thing = arg;
	CHECK(!thing->gone);
	if (what & EV_TIMEOUT)
		event_add(thing->ev, NULL);
}

T_CALLBACK(reads)
{
	char buf[100];
	ssize_t n = read(fd, buf, sizeof buf);
	if (n > 0)
		bytes += (int)n;
}

static void after_finalize(struct event *ev, void *arg)
{
	struct thing *thing = arg;
	CHECK(!thing->gone);
	finalized++;
	free(thing);
}

static struct thing *new_thing(unsigned seed)
{
	struct thing *thing = calloc(1, sizeof *thing);
	thing->ev = event_new(base, -1, seed & 1 ? EV_PERSIST : 0, lives, thing);
	event_priority_set(thing->ev, (int)(seed % 3));
	return thing;
}

/* Freed by this thread, it does not run any more: event_free waits. */
static void make_and_free(unsigned seed)
{
	struct thing *thing = new_thing(seed);
	event_add(thing->ev, MS(seed % 2));
	if (seed & 4)
		event_active(thing->ev, EV_READ, 1);
	if (seed & 8)
		sched_yield();
	event_free(thing->ev);
	thing->gone = 1;
	freed++;
	free(thing);
}

/* The loop frees it, and tells, after all that it does with it. */
static void make_and_finalize(unsigned seed)
{
	struct thing *thing = new_thing(seed);
	event_add(thing->ev, MS(seed % 2));
	event_active(thing->ev, EV_READ, 1);
	if (seed & 8)
		sched_yield();
	CHECK(event_free_finalize(0, thing->ev, after_finalize) == 0);
}

static void steer(unsigned seed)
{
	switch (seed % 4) {
	case 0: event_base_loopbreak(base); break;
	case 1: event_base_loopcontinue(base); break;
	case 2: event_base_loopexit(base, NULL); break;
	case 3: event_base_loopexit(base, MS(1)); break;
	}
}

static void *work(void *arg)
{
	long n = (long)arg;
	evutil_socket_t fd[2];
	struct event *reader;
	unsigned seed = (unsigned)n + 1;

	t_pair(fd);
	reader = event_new(base, fd[0], EV_READ | EV_PERSIST, reads, NULL);
	event_add(reader, NULL);
	for (int i = 0; i < rounds; i++) {
		int before = runs[n];
		CHECK(event_base_once(base, -1, EV_TIMEOUT, counts, &onces, i & 1 ? MS(0) : NULL) == 0);
		CHECK(write(fd[1], "x", 1) == 1);
		make_and_free((unsigned)rand_r(&seed));
		make_and_finalize((unsigned)rand_r(&seed));
		steer((unsigned)rand_r(&seed));
		if (i % 2) {
			event_del(reader);
			event_add(reader, NULL);
		}
		if (i % 20 == 0) {
			event_active(persistent[n], EV_READ, 1);
			WAIT_UNTIL(runs[n] == before + 1);
		}
	}
	WAIT_UNTIL(bytes >= rounds * THREADS);
	event_free(reader);
	close(fd[0]);
	close(fd[1]);
	running--;
	return NULL;
}

/* A loopbreak between two loops is lost, so the loop looks itself whether it is over. */
T_CALLBACK(look) { if (!running) event_base_loopbreak(base); }

static void churn(void)
{
	pthread_t thread[THREADS];
	struct event *heart;

	rounds = times(ROUNDS);
	running = THREADS;
	base = event_base_new();
	event_base_priority_init(base, 3);
	heart = event_new(base, -1, EV_PERSIST, look, NULL);
	event_add(heart, MS(5));
	for (long n = 0; n < THREADS; n++) {
		persistent[n] = event_new(base, -1, 0, counts, &runs[n]);
		pthread_create(&thread[n], NULL, work, (void *)n);
	}
	while (running)
		CHECK(event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY) >= 0);
	for (int n = 0; n < THREADS; n++)
		pthread_join(thread[n], NULL);
	for (long end = now_ms() + 5000; now_ms() < end && (onces < rounds * THREADS || finalized < rounds * THREADS);)
		event_base_loop(base, EVLOOP_ONCE);
	SAY("each of %d: once %d, freed %d, finalized %d, bytes %d\n", THREADS, onces == rounds * THREADS,
	    freed == rounds * THREADS, finalized == rounds * THREADS, bytes == rounds * THREADS);
	event_free(heart);
	for (int n = 0; n < THREADS; n++) {
		CHECK(runs[n] == (rounds + 19) / 20);
		event_free(persistent[n]);
	}
	event_base_free(base);
}

int main(void) { return stress(churn); }
