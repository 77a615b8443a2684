/* Threads: one wakes the loop of another, which answers. The CPU time is that of both. */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "floor.h"

static int answers, calls; /* eventfds; the second is the floor's */

static int new_eventfd(void)
{
	int fd = eventfd(0, EFD_CLOEXEC);
	if (fd < 0)
		die("eventfd");
	return fd;
}

static void add_one(int fd)
{
	if (eventfd_write(fd, 1))
		die("write");
}

static void take(int fd)
{
	eventfd_t n;
	if (eventfd_read(fd, &n))
		die("read");
}

/* Runs `loop` here, while another thread calls `wake` and waits for the answer, `wanted` times. */
static void (*wake)(void), (*loop)(void);

static void *other_thread(void *arg)
{
	long i;
	for (i = 0; i < wanted; i++) {
		wake();
		take(answers);
	}
	return arg;
}

static void both(void)
{
	pthread_t other;
	if (pthread_create(&other, NULL, other_thread, NULL))
		die("pthread_create");
	loop();
	if (pthread_join(other, NULL))
		die("pthread_join");
}

/* On one processor: waking another one costs now little and now much. */
static void stay_here(void)
{
	cpu_set_t here;
	CPU_ZERO(&here);
	CPU_SET(sched_getcpu(), &here);
	if (sched_setaffinity(0, sizeof here, &here))
		die("sched_setaffinity");
}

static void ping_pong(void (*how_to_wake)(void), void (*how_to_loop)(void))
{
	stay_here();
	answers = new_eventfd();
	wake = how_to_wake;
	loop = how_to_loop;
	measured(both);
}

/* ---- the library ---- */

static struct event *woken;

static void answer(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what, (void)arg;
	if (++done == wanted)
		event_base_loopbreak(base);
	add_one(answers);
}

static void wake_event(void)
{
	event_active(woken, EV_READ, 1);
}

static void wake_once(void)
{
	if (event_base_once(base, -1, EV_TIMEOUT, answer, NULL, NULL))
		die("event_base_once");
}

static void stay(void)
{
	if (event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY) < 0)
		die("event_base_loop");
}

static void job_wake(void)
{
	woken = must(event_new(base, -1, 0, answer, NULL), "event_new");
	ping_pong(wake_event, stay);
}

static void job_wake_once(void)
{
	ping_pong(wake_once, stay);
}

/* ---- the floor: an eventfd ---- */

static int ready(int fd)
{
	take(fd);
	add_one(answers);
	return ++done < wanted;
}

static void turn(void)
{
	floor_turn(ready);
}

static void call(void)
{
	add_one(calls);
}

static void floor_wake(void)
{
	floor_new_epoll();
	calls = new_eventfd();
	floor_watch(calls, EPOLLIN);
	ping_pong(call, turn);
}

const struct job jobs[] = {
	{"wake", 100000, 1, 0, job_wake, "another thread wakes the loop: event_active"},
	{"wake-floor", 100000, 0, 0, floor_wake, "the same with epoll and an eventfd"},
	{"wake-once", 100000, 1, 0, job_wake_once, "another thread: event_base_once"},
	{0},
};
