/* Tests of extents are scripts: steps("add 976; add 1; pullup 977") does these things to a new
 * buffer and prints them, with what is of interest after each step, and the extents in the end.
 * A second buffer is called b, the first a: "b add 10; add_buffer b". Every script also keeps the
 * bytes that each buffer must hold, and compares. */
#ifndef STEPS_H
#define STEPS_H

#include "buffer/kit.h"

struct side {
	struct evbuffer *buf;
	unsigned char *want;
	size_t n;
};

static struct {
	struct side side[2];
	size_t next;            /* the number of the next byte of the stream */
	struct evbuffer_iovec vec[8];
	int n_vec;              /* extents reserved */
	int fd[2];              /* what is sent into fd[0] is read from fd[1] */
} st;

/* The bytes [at, at + cut) that SIDE must hold are replaced by N of P. */
static void st_splice(struct side *s, size_t at, size_t cut, const unsigned char *p, size_t n)
{
	unsigned char *all = malloc(s->n - cut + n + 1);
	if (!all)
		abort();
	memcpy(all, s->want, at);
	memcpy(all + at, p, n);
	memcpy(all + at + n, s->want + at + cut, s->n - at - cut);
	free(s->want);
	s->want = all;
	s->n += n - cut;
}

static void st_free(const void *data, size_t n, void *arg)
{
	free((void *)data);
}

static void st_compare(struct side *s)
{
	unsigned char *got = calloc(1, s->n + 1);
	CHECK(evbuffer_get_length(s->buf) == s->n);
	evbuffer_copyout(s->buf, got, s->n);
	CHECK(memcmp(got, s->want, s->n) == 0);
	free(got);
}

static void st_extents(struct side *s)
{
	struct evbuffer_iovec vec[300];
	say_lengths(vec, evbuffer_peek(s->buf, -1, NULL, vec, 300));
}

static void st_reserve(struct side *s, long size, int n_vec)
{
	st.n_vec = evbuffer_reserve_space(s->buf, size, st.vec, n_vec);
	SAY(" (");
	if (st.n_vec < 0)
		SAY("%d", st.n_vec);
	else
		say_lengths(st.vec, st.n_vec);
	SAY(")");
}

/* Commits COUNT bytes, filling the reserved extents in their order. */
static void st_commit(struct side *s, size_t count)
{
	unsigned char *p = stream(st.next, count);
	size_t done = 0;
	int i, used = 0;
	for (i = 0; i < st.n_vec; i++) {
		size_t part = count - done < st.vec[i].iov_len ? count - done : st.vec[i].iov_len;
		memcpy(st.vec[i].iov_base, p + done, part);
		st.vec[i].iov_len = part;
		done += part;
		used += part > 0;
	}
	CHECK(done == count);
	CHECK(evbuffer_commit_space(s->buf, st.vec, used) == 0);
	st_splice(s, s->n, 0, p, count);
	st.next += count;
	free(p);
}

/* What appends or prepends N bytes. */
static int st_grow(struct side *s, const char *op, size_t n)
{
	int front = !strcmp(op, "prepend"), bad;
	unsigned char *p = stream(st.next, n);
	if (!strcmp(op, "add"))
		bad = evbuffer_add(s->buf, p, n);
	else if (front)
		bad = evbuffer_prepend(s->buf, p, n);
	else if (!strcmp(op, "add_iovec"))
		bad = evbuffer_add_iovec(s->buf, (struct evbuffer_iovec[]){
		    { p, n / 3 }, { p + n / 3, n - n / 3 } }, 2) != n;
	else if (!strcmp(op, "printf")) {
		for (size_t i = 0; i < n; i++)
			p[i] |= 0x80;   /* no zero among them */
		bad = evbuffer_add_printf(s->buf, "%s", (char *)p) != (int)n;
	} else if (!strcmp(op, "reference")) {
		bad = evbuffer_add_reference(s->buf, p, n, st_free, NULL);
		st_splice(s, s->n, 0, p, n);
		st.next += n;
		return bad;
	} else {
		return -1;
	}
	st_splice(s, front ? 0 : s->n, 0, p, n);
	st.next += n;
	free(p);
	return bad;
}

static void st_read(struct side *s, size_t sent, int ask)
{
	unsigned char *p = stream(st.next, sent);
	char rest[8192];
	int n, size = 1 << 20;
	t_pair(st.fd);
	setsockopt(st.fd[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
	CHECK(write(st.fd[0], p, sent) == (ssize_t)sent);
	n = evbuffer_read(s->buf, st.fd[1], ask);
	SAY(" (%d)", n);
	if (n > 0)
		st_splice(s, s->n, 0, p, (size_t)n);
	st.next += sent;
	while (read(st.fd[1], rest, sizeof rest) > 0)
		;
	close(st.fd[0]);
	close(st.fd[1]);
	free(p);
}

static void st_take(struct side *s, struct side *from, size_t at, size_t n)
{
	st_splice(s, at, 0, from->want, n);
	st_splice(from, 0, n, from->want, 0);
}

static int st_do(struct side *s, const char *op, long one, long two)
{
	struct side *from = &st.side[s == &st.side[0]]; /* the other one */
	if (!strcmp(op, "show")) {
		SAY(" (");
		st_extents(s);
		SAY(")");
	} else if (!strcmp(op, "drain")) {
		size_t n = (size_t)one < s->n ? (size_t)one : s->n;
		st_splice(s, 0, n, s->want, 0);
		return evbuffer_drain(s->buf, (size_t)one);
	} else if (!strcmp(op, "expand")) {
		return evbuffer_expand(s->buf, (size_t)one);
	} else if (!strcmp(op, "pullup")) {
		return evbuffer_pullup(s->buf, one) == NULL;
	} else if (!strcmp(op, "reserve")) {
		st_reserve(s, one, (int)two);
	} else if (!strcmp(op, "commit")) {
		st_commit(s, (size_t)one);
	} else if (!strcmp(op, "read")) {
		st_read(s, (size_t)one, (int)two);
	} else if (!strcmp(op, "add_buffer")) {
		st_take(s, from, s->n, from->n);
		return evbuffer_add_buffer(s->buf, from->buf);
	} else if (!strcmp(op, "add_buffer_reference")) {
		st_splice(s, s->n, 0, from->want, from->n);
		return evbuffer_add_buffer_reference(s->buf, from->buf);
	} else if (!strcmp(op, "prepend_buffer")) {
		st_take(s, from, 0, from->n);
		return evbuffer_prepend_buffer(s->buf, from->buf);
	} else if (!strcmp(op, "remove_buffer")) {
		size_t n = (size_t)one < from->n ? (size_t)one : from->n;
		st_take(s, from, s->n, n);
		return evbuffer_remove_buffer(from->buf, s->buf, (size_t)one) != (int)n;
	} else {
		return st_grow(s, op, (size_t)one);
	}
	return 0;
}

T_UNUSED static void steps(const char *script)
{
	int both = strstr(script, "b ") != NULL;
	memset(&st, 0, sizeof st);
	for (int i = 0; i < 2; i++) {
		st.side[i].buf = evbuffer_new();
		st.side[i].want = calloc(1, 1);
	}
	while (*script) {
		char op[32] = "", which = 'a';
		long one = 0, two = 0;
		int length = (int)strcspn(script, ";");
		SAY("%.*s", length, script);
		script += strspn(script, " ");
		if (script[0] != 0 && script[1] == ' ')
			which = *script++;
		sscanf(script, " %31[^ ;] %ld %ld", op, &one, &two);
		if (!CHECK(st_do(&st.side[which == 'b'], op, one, two) == 0))
			SAY("  at: %s\n", script);
		script += strcspn(script, ";");
		if (*script == ';')
			SAY("%c", *script++);
	}
	for (int i = 0; i < 1 + both; i++) {
		SAY(i ? ", b " : " -> ");
		st_extents(&st.side[i]);
		st_compare(&st.side[i]);
	}
	SAY("\n");
	for (int i = 0; i < 2; i++) {
		evbuffer_free(st.side[i].buf);
		free(st.side[i].want);
	}
}

#endif
