/* Two ends that talk: a bufferevent pair with the same filters stacked on both ends; and what is known of
 * the bytes on their way. */
#ifndef RANDOM_PAIR_LINK_H
#define RANDOM_PAIR_LINK_H

#include "bytes.h"
#include <event2/bufferevent.h>
#include <event2/buffer.h>
#include <event2/thread.h>

#define MAX_FILTERS 3
#define ON_THE_WAY 60000      /* the most bytes */

enum kind { IDENTITY, XOR, DOUBLING, PORTIONS, BUFFERING, FAILING, KINDS };

/* One filter of one end. */
struct filter {
	enum kind kind;
	int number;               /* the byte for XOR; how many for PORTIONS, BUFFERING and FAILING */
	int heeds_limit, end, level, freed;
	size_t passed[2];         /* bytes in and out */
	struct evbuffer *held;
};

static struct end {
	struct bufferevent *level[MAX_FILTERS + 1]; /* the pair's at 0, then the filters */
	struct filter filter[MAX_FILTERS + 1];
	int alive, depth;         /* depth: how many of its callbacks are running */
	int limited;              /* has a high mark for reading */
	size_t written, read;
	uint64_t numbers, seen;   /* this end's own random numbers, and the hash of what it has seen */
} ends[2];

static struct event_base *base;
static int filters, options;
static int callbacks, actions, lively;
static int show_details;
static uint64_t seen_details;

/* How often and when filters are called, and whose callback comes first. */
#define NOTE_DETAILS(what, ...) NOTE_INTO(&seen_details, show_details && show_steps, what, __VA_ARGS__)
#define NOTE_END(e, what, ...) NOTE_INTO(&(e)->seen, show_steps, what, (e) == &ends[1], __VA_ARGS__)

static struct bufferevent *top(const struct end *e) { return e->level[filters]; }

/* The bytes that an end has written, or will, from POS on. */
static const char *stream(const struct end *e, size_t pos, size_t n)
{
	static char bytes[ON_THE_WAY];
	size_t at = (pos + (e == &ends[1]) * 12345) % POOL, first = least(n, POOL - at);
	memcpy(bytes, pool + at, first);
	memcpy(bytes + first, pool, n - first);
	return bytes;
}

/* --- filters --- */

/* Takes up to N bytes. What is added to DST may make the library call the filter again, before this call has
 * ended, and that one takes some too; so evbuffer_remove_buffer is not safe here with the original. */
static void move(struct filter *f, struct evbuffer *src, struct evbuffer *dst, size_t n, int out)
{
	char bytes[2000], doubled[4000];
	size_t part;
	if (f->kind != XOR && f->kind != DOUBLING && n == evbuffer_get_length(src)) {
		evbuffer_add_buffer(dst, src);
		return;
	}
	for (; n > 0; n -= part) {
		part = least(n, evbuffer_get_length(src));
		if (f->kind == DOUBLING && !out) {
			part = least(part - part % 2, sizeof doubled);
			evbuffer_remove(src, doubled, part);
			for (size_t i = 0; i < part / 2; i++) {
				MUST(doubled[2 * i] == doubled[2 * i + 1]);
				bytes[i] = doubled[2 * i];
			}
			evbuffer_add(dst, bytes, part / 2);
		} else {
			part = least(part, sizeof bytes);
			evbuffer_remove(src, bytes, part);
			for (size_t i = 0; f->kind == XOR && i < part; i++)
				bytes[i] ^= f->number;
			for (size_t i = 0; f->kind == DOUBLING && i < 2 * part; i++)
				doubled[i] = bytes[i / 2];
			if (f->kind == DOUBLING)
				evbuffer_add(dst, doubled, 2 * part);
			else
				evbuffer_add(dst, bytes, part);
		}
		if (part == 0)
			break;
	}
}

static enum bufferevent_filter_result pass(struct filter *f, struct evbuffer *src, struct evbuffer *dst,
    ssize_t limit, enum bufferevent_flush_mode mode, int out)
{
	size_t n = evbuffer_get_length(src);
	NOTE_DETAILS("filter", f->end, f->level, out, n, limit, mode);
	MUST(!f->freed);
	if (f->kind == FAILING && f->passed[out] >= (size_t)f->number)
		return BEV_ERROR;
	if (f->kind == BUFFERING && out) {
		evbuffer_add_buffer(f->held, src);
		src = f->held;
		n = evbuffer_get_length(src);
		if (mode == BEV_NORMAL && n < (size_t)f->number)
			n = 0;
	}
	if (f->kind == DOUBLING && limit > 0)
		limit = out ? limit / 2 : limit * 2;
	if (f->heeds_limit && limit >= 0)
		n = least(n, limit);
	if (f->kind == DOUBLING && !out)
		n -= n % 2;
	if (f->kind == PORTIONS && mode == BEV_NORMAL)
		n -= n % f->number;
	if (n == 0)
		return BEV_NEED_MORE;
	f->passed[out] += n;
	move(f, src, dst, n, out);
	return BEV_OK;
}

static enum bufferevent_filter_result filter_in(struct evbuffer *src, struct evbuffer *dst, ev_ssize_t limit,
    enum bufferevent_flush_mode mode, void *arg)
{
	return pass(arg, src, dst, limit, mode, 0);
}

static enum bufferevent_filter_result filter_out(struct evbuffer *src, struct evbuffer *dst, ev_ssize_t limit,
    enum bufferevent_flush_mode mode, void *arg)
{
	return pass(arg, src, dst, limit, mode, 1);
}

static void filter_freed(void *arg)
{
	struct filter *f = arg;
	MUST(!f->freed);
	f->freed = 1;
	evbuffer_free(f->held);
}

/* --- the bytes on their way --- */

/* What N bytes at a level of an end come from, in bytes as written times ALL. */
static size_t worth(const struct end *e, int level, size_t n, size_t all)
{
	for (int i = level + 1; i <= filters; i++)
		if (e->filter[i].kind == DOUBLING)
			all /= 2;
	return n * all;
}

/* All that one end has written and the other has not read is somewhere between. */
static void check_nothing_lost(const struct end *from, const struct end *to)
{
	size_t all = 1 << MAX_FILTERS, sum = 0;
	if (!from->alive || !to->alive)
		return;
	for (int i = 0; i <= filters; i++) {
		sum += worth(from, i, evbuffer_get_length(bufferevent_get_output(from->level[i])), all);
		sum += worth(to, i, evbuffer_get_length(bufferevent_get_input(to->level[i])), all);
		if (i > 0)
			sum += worth(from, i, evbuffer_get_length(from->filter[i].held), all);
	}
	MUST(sum == (from->written - to->read) * all);
}

#endif
