/* What a buffer holds, kept in the plainest way: a flat array of bytes. */
#ifndef RANDOM_MODEL_H
#define RANDOM_MODEL_H

#include "bytes.h"
#include <event2/buffer.h>

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

static const char *slice(size_t n) { return pool + below(POOL - n); }

/* A length that no memory is large enough for, nor any sum. */
static size_t absurd_length(void)
{
	static const size_t lengths[] = { SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 5000, (size_t)1 << 63,
		((size_t)1 << 63) - 1, (size_t)1 << 62 };
	return lengths[below(6)];
}

#endif
