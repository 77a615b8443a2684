/* The running hash of what was seen: so a million operations take a few lines of output. */
#ifndef RANDOM_KIT_H
#define RANDOM_KIT_H

#include "numbers.h"

/* Where the test is. */
static int at_seed, at_operation;
static int show_steps; /* print every step */

/* What was seen since the seed's start, as one number. */
static uint64_t seen;

static void fold_into(uint64_t *hash, uint64_t value)
{
	*hash = (*hash ^ value) * 0x9e3779b97f4a7c15;
	*hash ^= *hash >> 29;
}

static void note_into(uint64_t *hash, int show, const char *what, const long long *values, int n)
{
	uint64_t name = 0;
	for (const char *at = what; *at; at++)
		name = name * 31 + (unsigned char)*at;
	fold_into(hash, name);
	for (int i = 0; i < n; i++)
		fold_into(hash, (uint64_t)values[i]);
	if (show) {
		printf("%d: %s", at_operation, what);
		for (int i = 0; i < n; i++)
			printf(" %lld", values[i]);
		SAY("\n");
	}
}

/* NOTE("name", 1, 2, ...): this was seen. All of it counts, and is printed when steps are. */
#define NOTE_INTO(hash, show, what, ...) note_into(hash, show, what, (long long[]){ __VA_ARGS__ }, \
	    sizeof (long long[]){ __VA_ARGS__ } / sizeof(long long))
#define NOTE(what, ...) NOTE_INTO(&seen, show_steps, what, __VA_ARGS__)

/* Ends the test when EXPR is false: what comes after the first wrong byte says nothing. */
#define MUST(expr) ((expr) ? (void)0 : must_failed(__FILE__, __LINE__, #expr))

T_UNUSED static void must_failed(const char *file, int line, const char *expr)
{
	SAY("seed %d, operation %d: %s:%d: wrong: %s\n", at_seed, at_operation, file, line, expr);
	exit(1);
}

/* A number from the environment, or OTHERWISE. */
T_UNUSED static long env_number(const char *name, long otherwise)
{
	const char *text = getenv(name);
	return text && *text ? atol(text) : otherwise;
}

#endif
