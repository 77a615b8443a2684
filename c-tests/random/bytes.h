/* Bytes and lengths for random writes. */
#ifndef RANDOM_BYTES_H
#define RANDOM_BYTES_H

#include "kit.h"
#include <sys/mman.h>

/* Bytes to add: lines with every kind of end, and long runs without. Nothing may write to them. */
#define POOL 0x80000
static const char *pool;

static void make_pool(void)
{
	static const char *const ends[] = { "\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\n\r", "\r\r\n" };
	char *bytes = mmap(NULL, POOL, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	size_t at = 0;
	MUST(bytes != MAP_FAILED);
	random_seed(0);
	while (at < POOL) {
		size_t run = percent(90) ? below(60) : below(8000), stop = at + run;
		for (; at < stop && at < POOL; at++)
			bytes[at] = percent(95) ? 'a' + below(26) : 128 + below(128);
		for (const char *end = ends[below(7)]; *end && at < POOL; at++)
			bytes[at] = *end++;
		if (at < POOL && percent(10))
			bytes[at++] = 0;
	}
	MUST(mprotect(bytes, POOL, PROT_READ) == 0);
	pool = bytes;
}

/* A length: nothing, a few bytes, about the size of a block, large. */
static size_t random_length(void)
{
	static const int blocks[] = { 464, 512, 976, 1024, 2000, 2048, 4048, 4096, 8144, 16336 };
	int kind = below(100);
	if (kind < 8)
		return 0;
	if (kind < 50)
		return below(24);
	if (kind < 75)
		return blocks[below(kind < 73 ? 8 : 10)] - 4 + below(9);
	if (kind < 98)
		return below(2200);
	return below(70000);
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

#endif
