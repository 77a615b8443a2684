/* An allocator for event_set_mem_functions that counts, checks what it is given back,
 * never hands out clean memory, and fails on request. */
#ifndef ALLOC_H
#define ALLOC_H

#include "t.h"
#include <pthread.h>
#include <stdint.h>

static struct {
	pthread_mutex_t lock;
	long calls;      /* malloc and realloc calls since start */
	long live;       /* blocks not yet freed */
	long zero;       /* requests for 0 bytes */
	long failed;     /* requests refused */
	long fail_in;    /* refuse the n-th request from now; 0: none */
	int fail_on;     /* and all after it */
} al T_UNUSED = { .lock = PTHREAD_MUTEX_INITIALIZER };

struct al_block {
	size_t size;
	uint64_t mark;
};

#define AL_LIVE 0x6c69766562000000u
#define AL_DEAD 0x6465616462000000u

static int al_refuse(size_t size)
{
	al.calls++;
	al.zero += size == 0;
	if (al.fail_in && --al.fail_in == 0) {
		al.failed++;
		if (al.fail_on)
			al.fail_in = 1;
		return 1;
	}
	return 0;
}

static struct al_block *al_of(void *p, const char *what)
{
	struct al_block *b = (struct al_block *)p - 1;
	if (b->mark != AL_LIVE) {
		SAY("%s of a block that is %s\n", what, b->mark == AL_DEAD ? "freed" : "not ours");
		abort();
	}
	return b;
}

static void *al_make(size_t size)
{
	struct al_block *b = malloc(sizeof(*b) + size);
	if (!b)
		abort();
	b->size = size;
	b->mark = AL_LIVE;
	memset(b + 1, 0xa5, size);
	al.live++;
	return b + 1;
}

static void al_drop(void *p)
{
	struct al_block *b = al_of(p, "free");
	b->mark = AL_DEAD;
	memset(b + 1, 0x5a, b->size);
	free(b);
	al.live--;
}

T_UNUSED static void *al_malloc(size_t size)
{
	void *p;
	pthread_mutex_lock(&al.lock);
	p = al_refuse(size) ? NULL : al_make(size);
	pthread_mutex_unlock(&al.lock);
	if (!p)
		errno = ENOMEM;
	return p;
}

/* Always moves. */
T_UNUSED static void *al_realloc(void *old, size_t size)
{
	void *p = NULL;
	pthread_mutex_lock(&al.lock);
	if (!al_refuse(size)) {
		p = al_make(size);
		if (old) {
			size_t had = al_of(old, "realloc")->size;
			memcpy(p, old, had < size ? had : size);
			al_drop(old);
		}
	}
	pthread_mutex_unlock(&al.lock);
	if (!p)
		errno = ENOMEM;
	return p;
}

T_UNUSED static void al_free(void *p)
{
	pthread_mutex_lock(&al.lock);
	if (p)
		al_drop(p);
	pthread_mutex_unlock(&al.lock);
}

static void al_no_log(int severity, const char *text)
{
	(void)severity, (void)text;
}

/* From here on the library's memory comes from us, and its warnings go nowhere. */
T_UNUSED static void al_start(void)
{
	event_set_mem_functions(al_malloc, al_realloc, al_free);
	event_set_log_callback(al_no_log);
}

T_UNUSED static void al_fail(long n, int and_all_after)
{
	al.fail_in = n;
	al.fail_on = and_all_after;
	al.failed = 0;
}

T_UNUSED static void al_stop_failing(void)
{
	al.fail_in = 0;
}

/* Runs SCENARIO with its n-th request refused, for n = 1, 2, ... until a run needs fewer
 * than n; then the same with the n-th and all later ones refused. The scenario itself
 * checks what its calls return, and calls al_stop_failing() before its last part. After
 * each run as many blocks must be live as before. */
T_UNUSED static void al_every_failure(const char *name, void (*scenario)(void))
{
	int all;
	for (all = 0; all < 2; all++) {
		long n, leaks = 0, refused = 1;
		for (n = 1; refused && !t_failures && n < 100000; n++) {
			long before = al.live;
			al_fail(n, all);
			scenario();
			al_stop_failing();
			refused = al.failed;
			if (al.live != before) {
				leaks++;
				if (getenv("AL_SHOW"))
					SAY("n=%ld: %ld blocks left\n", n, al.live - before);
			}
		}
		CHECK(n > 2);   /* something was refused */
		CHECK(leaks == 0);
		SAY("%s, %s refused: every point tried, %ld leaks\n", name,
		    all ? "all from the n-th on" : "the n-th", leaks);
		if (getenv("AL_SHOW"))
			SAY("%ld points\n", n - 2);
	}
}

#endif
