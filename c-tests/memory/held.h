/* How much memory the library has. */
#ifndef HELD_H
#define HELD_H

#include "t.h"

/* Besides what the system's allocator adds: now, and the most since PEAK was set. */
static size_t held, peak;
static void *count_malloc(size_t n)
{
	size_t *block = malloc(n + 16);
	*block = n;
	held += n;
	peak = held > peak ? held : peak;
	return block + 2;
}
static void count_free(void *p)
{
	if (p) {
		held -= ((size_t *)p)[-2];
		free((size_t *)p - 2);
	}
}
static void *count_realloc(void *p, size_t n)
{
	size_t had = p ? ((size_t *)p)[-2] : 0;
	void *new = count_malloc(n);
	if (p) {
		memcpy(new, p, had < n ? had : n);
		count_free(p);
	}
	return new;
}

/* To be called first. */
T_UNUSED static void count_memory(void) { event_set_mem_functions(count_malloc, count_realloc, count_free); }

#endif
