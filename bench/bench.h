/*
 * The frame of the benchmark programs. Each has a table of jobs; bench.c has
 * the rest:
 *
 *   PROGRAM JOB [COUNT [SIZE]]    run one job (COUNT operations instead of its own number)
 *   PROGRAM --list                names, one a line, with what each one does
 *
 * A job prints "JOB OPERATIONS COST UNIT LIBRARY". The unit is "s", CPU time,
 * or "bytes", memory. The same binary runs on any libevent 2.1: the dynamic
 * linker chooses. Only what happens inside `measured` is counted, so
 * `--toggle-collect=measured` makes callgrind count the same part. Everything
 * random comes from a fixed seed.
 *
 * A job "X-floor" does the work of job X without the library. A job "grow-X"
 * needs a SIZE.
 */
#ifndef BENCH_H
#define BENCH_H

#include <stdint.h>
#include <stdlib.h>

#include <event2/event.h>

struct job {
	const char *name;
	long count;
	int threads, pairs; /* whether it needs locks; how many socket pairs */
	void (*run)(void);
	const char *what;
};

/* Each program's own; ends with a job without a name. */
extern const struct job jobs[];

extern struct event_base *base;
extern long wanted, done; /* operations */
extern long size;         /* how much there is, for the jobs "grow-..." */

void die(const char *what) __attribute__((noreturn));
void *must(void *p, const char *what);

#define ALLOC(n, type) ((type *)must(calloc((size_t)(n), sizeof(type)), "calloc"))

/* Room for so many, or the job ends with exit status NO_ROOM. */
#define NO_ROOM 3
void allow_fds(long fds);

void socket_pair(evutil_socket_t s[2]);

/* xorshift: quick, and the same numbers on every run. */
static inline uint32_t any(uint32_t below)
{
	static uint32_t seed = 2463534242u;
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return (uint32_t)(((uint64_t)seed * below) >> 32);
}

void measured(void (*part)(void));
void turn_until_done(void);

/* Measures `wanted` steps, taken inside a callback that the loop keeps calling. */
void drive_steps(void (*step)(void));

/* The CPU time was another process's. */
void report_seconds(double seconds);

/* Bytes that malloc has given out. */
long heap(void);

/* What the job found out is memory, not time. */
void report_bytes(long bytes);

#endif
