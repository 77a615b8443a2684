/* See bench.h. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

#include <event2/thread.h>

#include "bench.h"

struct event_base *base;
long wanted, done, size;

void die(const char *what)
{
	fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, what, strerror(errno));
	exit(2);
}

void *must(void *p, const char *what)
{
	if (!p)
		die(what);
	return p;
}

void socket_pair(evutil_socket_t s[2])
{
	if (evutil_socketpair(AF_UNIX, SOCK_STREAM, 0, s))
		die("socketpair");
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
static long counted_bytes;

__attribute__((noinline, noclone)) void measured(void (*part)(void))
{
	double before = cpu_seconds();
	part();
	counted += cpu_seconds() - before;
	__asm__ volatile("" ::: "memory");
}

void report_seconds(double seconds)
{
	counted = seconds;
}

long heap(void)
{
	struct mallinfo2 m = mallinfo2();
	return (long)(m.uordblks + m.hblkhd);
}

void report_bytes(long bytes)
{
	counted_bytes = bytes;
}

void turn_until_done(void)
{
	if (event_base_dispatch(base) < 0)
		die("event_base_dispatch");
}

/* ---- steps ---- */

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

void drive_steps(void (*step)(void))
{
	one_step = step;
	driver = must(event_new(base, -1, 0, drive, NULL), "event_new");
	event_active(driver, EV_TIMEOUT, 1);
	measured(turn_until_done);
}

/* ---- running one job ---- */

void allow_fds(long fds)
{
	rlim_t need = (rlim_t)fds + 64;
	struct rlimit r;
	if (getrlimit(RLIMIT_NOFILE, &r))
		die("getrlimit");
	if (r.rlim_cur >= need)
		return;
	r.rlim_cur = need;
	if (r.rlim_max < need)
		r.rlim_max = need;
	if (setrlimit(RLIMIT_NOFILE, &r)) {
		fprintf(stderr, "%s: %lu file descriptors are needed, and this process may not have that many\n",
		    program_invocation_short_name, (unsigned long)need);
		exit(NO_ROOM);
	}
}

int main(int argc, char **argv)
{
	const struct job *job = jobs;
	Dl_info lib;

	if (argc == 2 && !strcmp(argv[1], "--list")) {
		for (; job->name; job++)
			printf("%s\t%s\n", job->name, job->what);
		return 0;
	}
	while (job->name && (argc < 2 || strcmp(argv[1], job->name)))
		job++;
	if (!job->name) {
		fprintf(stderr, "usage: %s --list | JOB [COUNT [SIZE]]\n", program_invocation_short_name);
		return 2;
	}
	wanted = argc > 2 ? atol(argv[2]) : 0;
	if (wanted <= 0)
		wanted = job->count;
	size = argc > 3 ? atol(argv[3]) : 0;
	if (size <= 0)
		size = 1;
	allow_fds(2 * job->pairs);
	if (job->threads && evthread_use_pthreads())
		die("evthread_use_pthreads");
	base = must(event_base_new(), "event_base_new");
	job->run();
	if (!dladdr((void *)event_base_new, &lib))
		lib.dli_fname = "?";
	printf("%s %ld ", job->name, done);
	if (counted_bytes)
		printf("%ld bytes", counted_bytes);
	else
		printf("%.6f s", counted);
	printf(" %s\n", lib.dli_fname);
	return 0;
}
