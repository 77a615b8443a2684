/* Timers: moved, added and taken away, fired. */
#include <time.h>

#include "bench.h"

static struct event **timers;
static uint32_t ntimers;

static void nothing(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what, (void)arg;
}

/* Far enough away that none expires while we measure. */
static void arm_far(struct event *ev)
{
	struct timeval tv;
	tv.tv_sec = 600 + any(6000);
	tv.tv_usec = any(1000000);
	if (event_add(ev, &tv))
		die("event_add");
}

static void make_timers(uint32_t n, event_callback_fn cb)
{
	uint32_t i;
	ntimers = n;
	timers = ALLOC(n, struct event *);
	for (i = 0; i < n; i++)
		timers[i] = must(event_new(base, -1, 0, cb, NULL), "event_new");
}

/* The timers in turn, over and over. */
static struct event *next_timer(void)
{
	static uint32_t next;
	if (next == ntimers)
		next = 0;
	return timers[next++];
}

static void step_rearm(void)
{
	arm_far(timers[any(ntimers)]);
}

static void step_rearm_in_turn(void)
{
	arm_far(next_timer());
}

static void rearm(uint32_t n, void (*step)(void))
{
	uint32_t i;
	make_timers(n, nothing);
	for (i = 0; i < n; i++)
		arm_far(timers[i]);
	drive_steps(step);
}

static void job_rearm_1000000(void) { rearm(1000000, step_rearm); }
static void job_rearm_100000(void) { rearm(100000, step_rearm); }
static void job_rearm_1000(void) { rearm(1000, step_rearm); }
static void job_in_turn_1000000(void) { rearm(1000000, step_rearm_in_turn); }
static void job_in_turn_100000(void) { rearm(100000, step_rearm_in_turn); }
static void grow_rearm(void) { rearm((uint32_t)size, step_rearm); }

static struct event *one_timer;

static void step_add_del(void)
{
	arm_far(one_timer);
	event_del(one_timer);
}

static void job_timer_add_del(void)
{
	uint32_t i;
	make_timers(10001, nothing);
	for (i = 0; i < 10000; i++)
		arm_far(timers[i]);
	one_timer = timers[10000];
	drive_steps(step_add_del);
}

static void count_one(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what, (void)arg;
	done++;
}

/* All are due when the loop turns, so that the number of turns is the same for everybody. */
static void fire(uint32_t n)
{
	struct timespec nap;
	uint32_t i;
	make_timers(n, count_one);
	nap.tv_sec = 0;
	nap.tv_nsec = 6000000;
	while (done < wanted) {
		for (i = 0; i < ntimers; i++) {
			struct timeval tv;
			tv.tv_sec = 0;
			tv.tv_usec = 1 + any(5000);
			event_add(timers[i], &tv);
		}
		nanosleep(&nap, NULL);
		measured(turn_until_done);
	}
}

static void job_fire_10000(void) { fire(10000); }
static void job_fire_100000(void) { fire(100000); }

static void add_all(void)
{
	uint32_t i;
	for (i = 0; i < ntimers; i++)
		arm_far(timers[i]);
}

static void delete_all(void)
{
	uint32_t i;
	for (i = 0; i < ntimers; i++)
		event_del(timers[i]);
}

static void job_add_del_all(void)
{
	make_timers(100000, nothing);
	while (done < wanted) {
		measured(add_all);
		measured(delete_all);
		done += ntimers;
	}
}

/* ---- a timeout that many events share, put off in turn as their connections get data ---- */

static const struct timeval *shared;

static void step_put_off(void)
{
	if (event_add(next_timer(), shared))
		die("event_add");
}

static void job_common(void)
{
	struct timeval minute;
	minute.tv_sec = 60;
	minute.tv_usec = 0;
	shared = must((void *)event_base_init_common_timeout(base, &minute), "event_base_init_common_timeout");
	make_timers(10000, nothing);
	drive_steps(step_put_off);
}

const struct job jobs[] = {
	{"rearm-1000", 14000000, 0, 0, job_rearm_1000, "re-arm any of 1,000 timers"},
	{"rearm-100000", 2500000, 0, 0, job_rearm_100000, "re-arm any of 100,000 timers"},
	{"rearm-1000000", 5000000, 0, 0, job_rearm_1000000, "re-arm any of 1,000,000 timers"},
	{"rearm-in-turn-100000", 10000000, 0, 0, job_in_turn_100000, "re-arm 100,000 timers in turn"},
	{"rearm-in-turn-1000000", 8000000, 0, 0, job_in_turn_1000000, "re-arm 1,000,000 timers in turn"},
	{"timer-add-del", 12000000, 0, 0, job_timer_add_del, "add and delete one timer among 10,000"},
	{"timer-add-del-all", 2000000, 0, 0, job_add_del_all, "add and delete 100,000 timers"},
	{"timer-fire-10000", 2000000, 0, 0, job_fire_10000, "10,000 timers expire"},
	{"timer-fire-100000", 2000000, 0, 0, job_fire_100000, "100,000 timers expire"},
	{"timer-common", 20000000, 0, 0, job_common, "put off a common timeout of 10,000 events"},
	{"grow-rearm", 2000000, 0, 0, grow_rearm, "re-arm one of that many timers"},
	{0},
};
