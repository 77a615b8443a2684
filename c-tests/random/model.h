/* What a buffer holds, kept in the plainest way: a flat array of bytes. */
#ifndef RANDOM_MODEL_H
#define RANDOM_MODEL_H

#include "kit.h"
#include <event2/buffer.h>
#include <sys/mman.h>

#define MODEL_MAX 250000              /* the longest content */
#define MODEL_AREA (4 * MODEL_MAX)

struct model {
	char area[MODEL_AREA];
	size_t start, len;
};

static const char *m_bytes(const struct model *m) { return m->area + m->start; }

static void m_clear(struct model *m)
{
	m->start = MODEL_AREA / 2;
	m->len = 0;
}

/* Moves the content to the middle, so that there is room at both ends. */
static void m_centre(struct model *m)
{
	size_t start = (MODEL_AREA - m->len) / 2;
	memmove(m->area + start, m_bytes(m), m->len);
	m->start = start;
}

static void m_add(struct model *m, const void *bytes, size_t n)
{
	if (m->start + m->len + n > MODEL_AREA)
		m_centre(m);
	memcpy(m->area + m->start + m->len, bytes, n);
	m->len += n;
}

static void m_prepend(struct model *m, const void *bytes, size_t n)
{
	if (m->start < n)
		m_centre(m);
	m->start -= n;
	m->len += n;
	memcpy(m->area + m->start, bytes, n);
}

static void m_drain(struct model *m, size_t n)
{
	m->start += n;
	m->len -= n;
}

/* Where the first end of line is from START on, and its length; or -1. */
static ssize_t m_eol(const struct model *m, size_t start, enum evbuffer_eol_style style, size_t *eol_len)
{
	const char *bytes = m_bytes(m), *end = bytes + m->len, *from = bytes + start, *at = NULL;
	size_t left = m->len - start;
	*eol_len = 1;
	switch (style) {
	case EVBUFFER_EOL_ANY:
		for (at = from; at < end && *at != '\r' && *at != '\n'; at++)
			;
		for (*eol_len = 0; at + *eol_len < end && strchr("\r\n", at[*eol_len]) &&
		    at[*eol_len]; ++*eol_len)
			;
		at = *eol_len ? at : NULL;
		break;
	case EVBUFFER_EOL_CRLF:
		at = memchr(from, '\n', left);
		if (at && at > from && at[-1] == '\r') {
			at--;
			*eol_len = 2;
		}
		break;
	case EVBUFFER_EOL_CRLF_STRICT:
		at = memmem(from, left, "\r\n", 2);
		*eol_len = 2;
		break;
	case EVBUFFER_EOL_LF: at = memchr(from, '\n', left); break;
	case EVBUFFER_EOL_NUL: at = memchr(from, 0, left); break;
	}
	if (!at)
		*eol_len = 0;
	return at ? at - bytes : -1;
}

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

static const char *slice(size_t n) { return pool + below(POOL - n); }

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

/* A length that no memory is large enough for, nor any sum. */
static size_t absurd_length(void)
{
	static const size_t lengths[] = { SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 5000, (size_t)1 << 63,
		((size_t)1 << 63) - 1, (size_t)1 << 62 };
	return lengths[below(6)];
}

#endif
