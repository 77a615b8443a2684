/* Operations on the bytes of buffers: each does the same to the model. */
#ifndef RANDOM_BUFFER_EDIT_H
#define RANDOM_BUFFER_EDIT_H

#include "buffer-slots.h"

static int live_references;

/* --- adding --- */

static void op_add(int s, size_t n)
{
	const char *bytes = slice(least(n, 70000));
	int ok = !slots[s].frozen[BACK] && room_for(s, n);
	if (n <= MODEL_MAX && !room_for(s, n))
		return;
	NOTE("add", s, n);
	if (ok)
		m_add(&slots[s].m, bytes, n);
	result(evbuffer_add(slots[s].buf, bytes, n), ok ? 0 : -1);
}

static void op_prepend(int s, size_t n)
{
	const char *bytes = slice(n);
	int ok = !slots[s].frozen[FRONT];
	if (!room_for(s, n))
		return;
	NOTE("prepend", s, n);
	if (n == 0)
		ok = 1;
	else if (ok)
		m_prepend(&slots[s].m, bytes, n);
	result(evbuffer_prepend(slots[s].buf, bytes, n), ok ? 0 : -1);
}

static void op_printf(int s)
{
	size_t n = least(random_length(), 5000);
	const char *bytes = slice(n);
	int ok = !slots[s].frozen[BACK], number = below(1000), length;
	length = snprintf(scratch, sizeof scratch, "%d%.*s%x", number, (int)n, bytes, number);
	if (!room_for(s, length))
		return;
	NOTE("printf", s, n);
	if (ok)
		m_add(&slots[s].m, scratch, length);
	result(evbuffer_add_printf(slots[s].buf, "%d%.*s%x", number, (int)n, bytes, number), ok ? length : -1);
}

static void op_add_iovec(int s)
{
	struct evbuffer_iovec vec[6];
	int n = below(7);
	size_t sum = 0, left;
	for (int i = 0; i < n; i++) {
		vec[i].iov_len = random_length();
		vec[i].iov_base = (char *)slice(vec[i].iov_len);
		sum += vec[i].iov_len;
	}
	if (!room_for(s, sum))
		return;
	if (n && percent(2))
		vec[below(n)].iov_len = absurd_length();
	NOTE("iovec", s, n, sum);
	quiet++;
	left = evbuffer_add_iovec(slots[s].buf, vec, n);
	quiet--;
	NOTE("   =", left);
	for (int i = 0; i < n && vec[i].iov_len <= left; i++) {
		m_add(&slots[s].m, vec[i].iov_base, vec[i].iov_len);
		left -= vec[i].iov_len;
	}
	MUST(left == 0);
}

struct reference {
	const void *bytes;
	size_t n;
};

static void release(const void *bytes, size_t n, void *arg)
{
	struct reference *ref = arg;
	MUST(ref->bytes == bytes && ref->n == n);
	if (n > 0) /* when an empty block goes depends on how bytes are laid out */
		NOTE("   release", n);
	live_references--;
	free(ref);
}

static void op_add_reference(int s)
{
	struct reference *ref = malloc(sizeof *ref);
	int ok = !slots[s].frozen[BACK], with_cleanup = percent(80);
	ref->n = random_length();
	ref->bytes = slice(ref->n);
	if (!room_for(s, ref->n)) {
		free(ref);
		return;
	}
	NOTE("reference", s, ref->n, with_cleanup);
	if (ok)
		m_add(&slots[s].m, ref->bytes, ref->n);
	live_references += ok && with_cleanup;
	result(evbuffer_add_reference(slots[s].buf, ref->bytes, ref->n, with_cleanup ? release : NULL, ref),
	    ok ? 0 : -1);
	if (!ok || !with_cleanup)
		free(ref);
}

/* Writes N bytes into reserved space: as much as fits into each extent, or, when LESS is not 0, less. */
static void fill(struct evbuffer_iovec *vec, int n_vec, const char *bytes, size_t n, int less)
{
	size_t after = 0;
	for (int i = 0; i < n_vec; i++)
		after += vec[i].iov_len;
	for (int i = 0; i < n_vec; i++) {
		size_t most = least(vec[i].iov_len, n), minimum;
		after -= vec[i].iov_len;
		minimum = n > after ? n - after : 0;
		vec[i].iov_len = less ? minimum + less % (most - minimum + 1) : most;
		memcpy(vec[i].iov_base, bytes, vec[i].iov_len);
		bytes += vec[i].iov_len;
		n -= vec[i].iov_len;
	}
	MUST(n == 0);
}

/* Whether two blocks or more are empty at the end. */
static int empty_blocks(int s)
{
	int n = look(s);
	return n > 1 && extents[n - 1].iov_len == 0 && extents[n - 2].iov_len == 0;
}

static void op_reserve(int s)
{
	struct evbuffer_iovec vec[4];
	/* For 0 bytes in several extents the original aborts when the buffer has no block. */
	size_t size = percent(2) ? absurd_length() : random_length(), commit, sum = 0;
	int n_vec = size ? 1 + below(4) : 1, n, ok = !slots[s].frozen[BACK] && size <= MODEL_MAX;
	int several_empty = empty_blocks(s), got;
	const char *bytes;
	NOTE("reserve", s, size, n_vec);
	n = evbuffer_reserve_space(slots[s].buf, size, vec, n_vec);
	NOTE("   =", n < 0);
	MUST(n <= n_vec && (n < 0) == !ok);
	if (!ok)
		return;
	for (int i = 0; i < n; i++) {
		NOTE_EXTENTS("reserved", i, vec[i].iov_len);
		sum += vec[i].iov_len;
	}
	MUST(sum >= size);
	commit = percent(40) ? size : (size_t)below(size + 1);
	if (percent(10) || !room_for(s, commit))
		return;
	NOTE("commit", s, commit);
	bytes = slice(commit);
	fill(vec, n, bytes, commit, percent(50) ? 0 : below(100000));
	m_add(&slots[s].m, bytes, commit);
	got = evbuffer_commit_space(slots[s].buf, vec, n);
	/* The original may refuse what it has reserved in the first of several empty blocks. */
	if (got < 0 && several_empty)
		got = evbuffer_add(slots[s].buf, bytes, commit);
	result(got, 0);
}

static void op_expand(int s, size_t n)
{
	NOTE("expand", s, n);
	result(evbuffer_expand(slots[s].buf, n), n > MODEL_MAX ? -1 : 0);
}

/* --- taking away --- */

static void op_drain(int s, size_t n)
{
	int ok = !slots[s].frozen[FRONT] || slots[s].m.len == 0;
	NOTE("drain", s, n);
	if (ok)
		m_drain(&slots[s].m, least(n, slots[s].m.len));
	result(evbuffer_drain(slots[s].buf, n), ok ? 0 : -1);
}

static void op_remove(int s, size_t n)
{
	size_t expected = least(n, slots[s].m.len);
	int ok = !slots[s].frozen[FRONT] || expected == 0;
	NOTE("remove", s, n);
	quiet++;
	result(evbuffer_remove(slots[s].buf, scratch, n), ok ? (int)expected : -1);
	quiet--;
	if (ok) {
		MUST(memcmp(scratch, m_bytes(&slots[s].m), expected) == 0);
		m_drain(&slots[s].m, expected);
	}
}

static void op_copyout(int s, size_t n)
{
	size_t expected = least(n, slots[s].m.len);
	int ok = !slots[s].frozen[FRONT] || expected == 0;
	NOTE("copyout", s, n);
	result(evbuffer_copyout(slots[s].buf, scratch, n), ok ? (int)expected : -1);
	MUST(!ok || memcmp(scratch, m_bytes(&slots[s].m), expected) == 0);
}

/* A position in the buffer, its end included. */
static size_t random_place(int s, struct evbuffer_ptr *ptr)
{
	size_t len = slots[s].m.len, pos = percent(10) ? len : (size_t)below(len + 1), first = pos;
	if (percent(30))
		first = below(pos + 1);
	MUST(evbuffer_ptr_set(slots[s].buf, ptr, first, EVBUFFER_PTR_SET) == 0 && ptr->pos == (ssize_t)first);
	if (first < pos || percent(10))
		MUST(evbuffer_ptr_set(slots[s].buf, ptr, pos - first, EVBUFFER_PTR_ADD) == 0);
	MUST(ptr->pos == (ssize_t)pos);
	return pos;
}

static void op_copyout_from(int s)
{
	struct evbuffer_ptr ptr;
	size_t pos = random_place(s, &ptr), n = random_length(), expected = least(n, slots[s].m.len - pos);
	int ok = !slots[s].frozen[FRONT] || expected == 0;
	NOTE("copyout_from", s, pos, n);
	result(evbuffer_copyout_from(slots[s].buf, &ptr, scratch, n), ok ? (int)expected : -1);
	MUST(!ok || memcmp(scratch, m_bytes(&slots[s].m) + pos, expected) == 0);
}

static void op_ptr_set(int s)
{
	struct evbuffer_ptr ptr;
	size_t len = slots[s].m.len, pos = random_place(s, &ptr), n = random_length();
	int add = percent(50);
	if (percent(5))
		n = absurd_length();
	if (!add)
		pos = 0;
	NOTE("ptr_set", s, pos, n, add);
	result(evbuffer_ptr_set(slots[s].buf, &ptr, n, add ? EVBUFFER_PTR_ADD : EVBUFFER_PTR_SET),
	    n <= len - pos ? 0 : -1);
	NOTE("   position", ptr.pos);
	MUST(n > len - pos || ptr.pos == (ssize_t)(pos + n));
}

static void op_pullup(int s, ssize_t n)
{
	size_t len = slots[s].m.len, expected = n < 0 ? len : (size_t)n;
	const unsigned char *bytes;
	if (slots[s].refers) /* the original may write over the bytes referred to */
		return;
	NOTE("pullup", s, n);
	bytes = evbuffer_pullup(slots[s].buf, n);
	result(bytes != NULL, expected > 0 && expected <= len);
	MUST(!bytes || memcmp(bytes, m_bytes(&slots[s].m), expected) == 0);
}

static void op_peek(int s)
{
	struct evbuffer_iovec vec[8];
	struct evbuffer_ptr ptr;
	size_t pos = random_place(s, &ptr), len = random_length(), at = pos;
	int from_start = percent(30), all = percent(20), n_vec = below(9), n;
	if (from_start)
		at = pos = 0;
	NOTE("peek", s, pos, all ? -1 : (int)len, n_vec);
	n = evbuffer_peek(slots[s].buf, all ? -1 : (ssize_t)len, from_start ? NULL : &ptr, vec, n_vec);
	MUST(n >= 0);
	NOTE_EXTENTS("peek", n);
	for (int i = 0; i < n && i < n_vec; i++) {
		NOTE_EXTENTS("peek", i, vec[i].iov_len);
		MUST(vec[i].iov_len <= slots[s].m.len - at);
		MUST(memcmp(vec[i].iov_base, m_bytes(&slots[s].m) + at, vec[i].iov_len) == 0);
		at += vec[i].iov_len;
	}
	if (n < n_vec || (!all && n == n_vec))
		MUST(at - pos >= least(all ? SIZE_MAX : len, slots[s].m.len - pos));
}

/* --- from one buffer to another --- */

static void op_add_buffer(int to, int from)
{
	struct model *src = &slots[from].m;
	int nothing = to == from || src->len == 0;
	int ok = nothing || (!slots[to].frozen[BACK] && !slots[from].frozen[FRONT]);
	if (!nothing && !room_for(to, src->len))
		return;
	NOTE("add_buffer", to, from);
	slots[to].refers |= slots[from].refers;
	if (ok && !nothing) {
		m_add(&slots[to].m, m_bytes(src), src->len);
		m_drain(src, src->len);
	}
	result(evbuffer_add_buffer(slots[to].buf, slots[from].buf), ok ? 0 : -1);
}

static void op_prepend_buffer(int to, int from)
{
	struct model *src = &slots[from].m;
	int nothing = to == from || src->len == 0;
	int ok = nothing || (!slots[to].frozen[FRONT] && !slots[from].frozen[FRONT]);
	if (!nothing && !room_for(to, src->len))
		return;
	NOTE("prepend_buffer", to, from);
	slots[to].refers |= slots[from].refers;
	if (ok && !nothing) {
		m_prepend(&slots[to].m, m_bytes(src), src->len);
		m_drain(src, src->len);
	}
	result(evbuffer_prepend_buffer(slots[to].buf, slots[from].buf), ok ? 0 : -1);
}

static void op_remove_buffer(int from, int to, size_t n)
{
	struct model *src = &slots[from].m;
	size_t moved = least(n, src->len);
	int ok = !slots[to].frozen[BACK] && !slots[from].frozen[FRONT];
	if (from == to || n == 0) {
		moved = 0;
		ok = 1;
	}
	if (!room_for(to, moved))
		return;
	NOTE("remove_buffer", from, to, n);
	slots[to].refers |= slots[from].refers;
	quiet++;
	result(evbuffer_remove_buffer(slots[from].buf, slots[to].buf, n), ok ? (int)moved : -1);
	quiet--;
	if (ok) {
		m_add(&slots[to].m, m_bytes(src), moved);
		m_drain(src, moved);
	}
}

static void op_add_buffer_reference(int to, int from)
{
	const struct model *src = &slots[from].m;
	int got, nothing = src->len == 0;
	if (!room_for(to, src->len))
		return;
	if (to != from && slots[to].m.len == 0)
		op_renew(to); /* the original uses what it has freed if a block is left in an empty buffer */
	NOTE("add_buffer_reference", to, from);
	quiet++;
	got = evbuffer_add_buffer_reference(slots[to].buf, slots[from].buf);
	quiet--;
	NOTE("   =", got);
	MUST(!nothing || got == 0);
	MUST(nothing || (to != from && !slots[to].frozen[BACK]) || got == -1);
	if (got == 0) {
		m_add(&slots[to].m, m_bytes(src), src->len);
		slots[to].refers = slots[from].referred = 1;
	}
}



static const enum evbuffer_eol_style styles[] = { EVBUFFER_EOL_ANY, EVBUFFER_EOL_CRLF,
	EVBUFFER_EOL_CRLF_STRICT, EVBUFFER_EOL_LF, EVBUFFER_EOL_NUL };

static void op_readln(int s)
{
	struct model *m = &slots[s].m;
	int style = below(5);
	size_t eol_len, n = 12345;
	ssize_t line_len = m_eol(m, 0, styles[style], &eol_len);
	char *line;
	int ok = line_len >= 0 && !slots[s].frozen[FRONT];
	NOTE("readln", s, style);
	quiet++;
	if (style == 0 && percent(30)) {
		line = evbuffer_readline(slots[s].buf);
	} else {
		line = evbuffer_readln(slots[s].buf, &n, styles[style]);
		NOTE("   length", n);
		MUST(!ok || n == (size_t)line_len);
	}
	quiet--;
	result(line != NULL, ok);
	if (ok) {
		MUST(memcmp(line, m_bytes(m), line_len) == 0 && line[line_len] == 0);
		m_drain(m, line_len + eol_len);
	}
	free(line);
}

static void op_search_eol(int s)
{
	struct evbuffer_ptr start, found;
	int style = below(5), from_start = percent(30);
	size_t pos = random_place(s, &start), expected_len, eol_len = 12345;
	ssize_t expected;
	if (from_start)
		pos = 0;
	expected = m_eol(&slots[s].m, pos, styles[style], &expected_len);
	NOTE("search_eol", s, pos, style);
	found = evbuffer_search_eol(slots[s].buf, from_start ? NULL : &start, &eol_len, styles[style]);
	result(found.pos, expected);
	NOTE("   length", eol_len);
	MUST(expected < 0 || eol_len == expected_len);
	MUST(expected < 0 || evbuffer_copyout_from(slots[s].buf, &found, scratch, 0) == 0);
}

/* Something that may be there. */
static const char *needle(int s, size_t *n)
{
	size_t len = slots[s].m.len;
	*n = percent(90) ? 1 + below(10) : 1 + below(3000);
	if (percent(60) && len >= *n)
		return m_bytes(&slots[s].m) + below(len - *n + 1);
	return slice(*n);
}

static ssize_t m_find(int s, size_t start, size_t end, const char *what, size_t n)
{
	const char *bytes = m_bytes(&slots[s].m), *at;
	at = start <= end ? memmem(bytes + start, end - start, what, n) : NULL;
	return at ? at - bytes : -1;
}

static void op_search(int s)
{
	struct evbuffer_ptr start, end, found;
	size_t n, from = random_place(s, &start), to = random_place(s, &end);
	const char *what = needle(s, &n);
	int from_start = percent(30), to_end = percent(50);
	if (from_start)
		from = 0;
	if (to_end)
		to = slots[s].m.len;
	if (percent(2))
		n = 0;
	NOTE("search", s, from, to, n);
	found = to_end && percent(50) ? evbuffer_search(slots[s].buf, what, n, from_start ? NULL : &start) :
	    evbuffer_search_range(slots[s].buf, what, n, from_start ? NULL : &start, to_end ? NULL : &end);
	result(found.pos, n ? m_find(s, from, to, what, n) : (ssize_t)from);
}

static void op_find(int s)
{
	size_t n;
	const char *what = needle(s, &n);
	unsigned char *found;
	if (slots[s].refers) /* it pulls up */
		return;
	NOTE("find", s, n);
	found = evbuffer_find(slots[s].buf, (const unsigned char *)what, n);
	result(found != NULL, m_find(s, 0, slots[s].m.len, what, n) >= 0);
	MUST(!found || memcmp(found, what, n) == 0);
}

#endif
