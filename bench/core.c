/*
 * CPU time of the jobs an event loop does all day.
 *
 *   core JOB [COUNT]    run one job (COUNT operations instead of its own number)
 *   core --list         names, one a line, with what each one does
 *
 * Prints "JOB OPERATIONS CPU-SECONDS LIBRARY". The same binary runs on any
 * libevent 2.1: the dynamic linker chooses. Only what happens inside
 * `measured` is counted, so `--toggle-collect=measured` makes callgrind count
 * the same part. Everything random comes from a fixed seed.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <event2/event.h>
#include <event2/thread.h>

static struct event_base *base;
static long wanted, done;

static void die(const char *what)
{
	fprintf(stderr, "core: %s: %s\n", what, strerror(errno));
	exit(2);
}

static void *must(void *p, const char *what)
{
	if (!p)
		die(what);
	return p;
}

#define ALLOC(n, type) ((type *)must(calloc((size_t)(n), sizeof(type)), "calloc"))

/* xorshift: quick, and the same numbers on every run. */
static uint32_t seed = 2463534242u;

static uint32_t any(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return (uint32_t)(((uint64_t)seed * below) >> 32);
}

/* ---- the part that is counted ---- */

static double cpu_seconds(void)
{
	struct timespec t;
	if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t))
		die("clock_gettime");
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double counted;

__attribute__((noinline, noclone)) void measured(void (*part)(void))
{
	double before = cpu_seconds();
	part();
	counted += cpu_seconds() - before;
	__asm__ volatile("" ::: "memory");
}

static void turn_until_done(void)
{
	if (event_base_dispatch(base) < 0)
		die("event_base_dispatch");
}

/* ---- steps taken inside a callback that the loop keeps calling ---- */

#define STEPS_PER_TURN 1000

static struct event *driver;
static void (*one_step)(void);

static void drive(evutil_socket_t fd, short what, void *arg)
{
	long stop = done + STEPS_PER_TURN;
	(void)fd, (void)what, (void)arg;
	if (stop > wanted)
		stop = wanted;
	for (; done < stop; done++)
		one_step();
	if (done < wanted)
		event_active(driver, EV_TIMEOUT, 1);
	else
		event_base_loopbreak(base);
}

static void drive_steps(void (*step)(void))
{
	one_step = step;
	driver = must(event_new(base, -1, 0, drive, NULL), "event_new");
	event_active(driver, EV_TIMEOUT, 1);
	measured(turn_until_done);
}

/* ---- timers ---- */

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

static void step_rearm(void)
{
	arm_far(timers[any(ntimers)]);
}

static void rearm(uint32_t n)
{
	uint32_t i;
	make_timers(n, nothing);
	for (i = 0; i < n; i++)
		arm_far(timers[i]);
	drive_steps(step_rearm);
}

static void job_rearm_100000(void) { rearm(100000); }
static void job_rearm_1000(void) { rearm(1000); }

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

static void arm_near(void)
{
	uint32_t i;
	for (i = 0; i < ntimers; i++) {
		struct timeval tv;
		tv.tv_sec = 0;
		tv.tv_usec = 1 + any(5000);
		event_add(timers[i], &tv);
	}
}

/* All are due when the loop turns, so that the number of turns is the same for everybody. */
static void job_expire(void)
{
	struct timespec nap;
	make_timers(10000, count_one);
	nap.tv_sec = 0;
	nap.tv_nsec = 6000000;
	while (done < wanted) {
		measured(arm_near);
		nanosleep(&nap, NULL);
		measured(turn_until_done);
	}
}

/* ---- one-shot reading ---- */

static struct event *oneshot;

static void read_again(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what, (void)arg;
	if (++done < wanted)
		event_add(oneshot, NULL);
}

static void job_oneshot(void)
{
	evutil_socket_t s[2];
	if (evutil_socketpair(AF_UNIX, SOCK_STREAM, 0, s) || write(s[1], "x", 1) != 1)
		die("socketpair");
	oneshot = must(event_new(base, s[0], EV_READ, read_again, NULL), "event_new");
	event_add(oneshot, NULL);
	measured(turn_until_done);
}

/* ---- chains of activations ---- */

#define LINKS 1000
#define PRIORITIES 4

static struct event *links[LINKS];

static void pass_on(evutil_socket_t fd, short what, void *arg)
{
	struct event **next = arg;
	(void)fd, (void)what;
	if (++done < wanted)
		event_active(*next, EV_READ, 1);
}

static void job_chain(void)
{
	int i;
	if (event_base_priority_init(base, PRIORITIES))
		die("event_base_priority_init");
	for (i = 0; i < LINKS; i++) {
		links[i] = must(event_new(base, -1, 0, pass_on, &links[(i + 1) % LINKS]), "event_new");
		event_priority_set(links[i], i / (LINKS / PRIORITIES));
	}
	event_active(links[0], EV_READ, 1);
	measured(turn_until_done);
}

/* ---- dispatch: tokens that travel around a ring of socket pairs ---- */

struct station {
	evutil_socket_t in, out;
	struct event *ev;
	struct station *next;
};

static long in_flight;

static void hand_over(evutil_socket_t fd, short what, void *arg)
{
	struct station *here = arg;
	char token;
	(void)what;
	if (read(fd, &token, 1) != 1)
		die("read");
	done++;
	if (done + in_flight <= wanted) {
		if (write(here->next->out, &token, 1) != 1)
			die("write");
	} else if (--in_flight == 0) {
		event_base_loopbreak(base);
	}
}

static void dispatch(int pairs, int tokens)
{
	struct station *ring = ALLOC(pairs, struct station);
	int i;
	for (i = 0; i < pairs; i++) {
		evutil_socket_t s[2];
		if (evutil_socketpair(AF_UNIX, SOCK_STREAM, 0, s))
			die("socketpair");
		ring[i].in = s[0];
		ring[i].out = s[1];
		ring[i].next = &ring[(i + 1) % pairs];
		ring[i].ev = must(event_new(base, s[0], EV_READ | EV_PERSIST, hand_over, &ring[i]), "event_new");
		if (event_add(ring[i].ev, NULL))
			die("event_add");
	}
	if (tokens > wanted)
		tokens = (int)wanted;
	for (i = 0; i < tokens; i++)
		if (write(ring[(long)i * pairs / tokens].out, "t", 1) != 1)
			die("write");
	in_flight = tokens;
	measured(turn_until_done);
}

static void job_dispatch_100(void) { dispatch(100, 10); }
static void job_dispatch_1000(void) { dispatch(1000, 100); }
static void job_dispatch_8000(void) { dispatch(8000, 800); }

/* ---- events that come and go ---- */

static struct event *io;

static void step_io(void)
{
	event_add(io, NULL);
	event_del(io);
}

static void job_io_add_del(void)
{
	evutil_socket_t s[2];
	if (evutil_socketpair(AF_UNIX, SOCK_STREAM, 0, s))
		die("socketpair");
	io = must(event_new(base, s[0], EV_READ | EV_PERSIST, nothing, NULL), "event_new");
	drive_steps(step_io);
}

static void step_new(void)
{
	event_free(must(event_new(base, 0, EV_READ | EV_PERSIST, nothing, NULL), "event_new"));
}

static void job_new_free(void)
{
	drive_steps(step_new);
}

/* ---- the list ---- */

static const struct job {
	const char *name;
	long count;
	int threads, fds;
	void (*run)(void);
	const char *what;
} jobs[] = {
	{"rearm-100000", 2500000, 0, 0, job_rearm_100000, "re-arm one of 100,000 timers, chosen at random"},
	{"rearm-1000", 14000000, 0, 0, job_rearm_1000, "re-arm one of 1,000 timers, chosen at random"},
	{"timer-add-del", 12000000, 0, 0, job_timer_add_del, "add and delete one timer among 10,000"},
	{"timer-expire", 2000000, 0, 0, job_expire, "add 10,000 timers and let them all expire"},
	{"oneshot", 250000, 0, 0, job_oneshot, "one-shot read event, added again in its callback"},
	{"chain", 25000000, 0, 0, job_chain, "1,000 events in 4 priorities, each activates the next"},
	{"chain-threads", 20000000, 1, 0, job_chain, "the same with evthread_use_pthreads"},
	{"dispatch-100", 250000, 0, 100, job_dispatch_100, "10 tokens around 100 socket pairs"},
	{"dispatch-1000", 250000, 0, 1000, job_dispatch_1000, "100 tokens around 1,000 socket pairs"},
	{"dispatch-8000", 200000, 0, 8000, job_dispatch_8000, "800 tokens around 8,000 socket pairs"},
	{"io-add-del", 400000, 0, 0, job_io_add_del, "add and delete a read event"},
	{"new-free", 25000000, 0, 0, job_new_free, "event_new and event_free"},
};

#define NJOBS (sizeof(jobs) / sizeof(jobs[0]))

/* Room for `pairs` socket pairs, or say that there is none. */
static void allow_fds(int pairs)
{
	rlim_t need = (rlim_t)pairs * 2 + 64;
	struct rlimit r;
	if (getrlimit(RLIMIT_NOFILE, &r))
		die("getrlimit");
	if (r.rlim_cur >= need)
		return;
	r.rlim_cur = need;
	if (r.rlim_max < need)
		r.rlim_max = need;
	if (setrlimit(RLIMIT_NOFILE, &r)) {
		fprintf(stderr, "core: %d socket pairs need %lu file descriptors, and this process may not have that many\n",
		    pairs, (unsigned long)need);
		exit(3);
	}
}

int main(int argc, char **argv)
{
	const struct job *job = NULL;
	Dl_info lib;
	size_t i;

	if (argc == 2 && !strcmp(argv[1], "--list")) {
		for (i = 0; i < NJOBS; i++)
			printf("%s\t%s\n", jobs[i].name, jobs[i].what);
		return 0;
	}
	for (i = 0; argc >= 2 && i < NJOBS; i++)
		if (!strcmp(argv[1], jobs[i].name))
			job = &jobs[i];
	if (!job) {
		fprintf(stderr, "usage: core --list | JOB [COUNT]\n");
		return 2;
	}
	wanted = argc > 2 ? atol(argv[2]) : job->count;
	if (wanted < 1)
		wanted = 1;
	allow_fds(job->fds);
	if (job->threads && evthread_use_pthreads())
		die("evthread_use_pthreads");
	base = must(event_base_new(), "event_base_new");
	job->run();
	if (!dladdr((void *)event_base_new, &lib))
		lib.dli_fname = "?";
	printf("%s %ld %.6f %s\n", job->name, done, counted, lib.dli_fname);
	return 0;
}
