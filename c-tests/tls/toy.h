/* A toy TLS, as a provider. It hides bytes by XOR with a key of its own for each direction, which hellos carry; each
 * record has a type and a 2-byte length. Over that it is as difficult as a real one: it reads ahead, writes one
 * record at a time and insists on being given the same bytes again, and shakes hands anew in the middle of things.
 *
 * It checks how it is used: one call at a time, none after it was freed, none before its handshake. */
#ifndef TLS_TOY_H
#define TLS_TOY_H

#include "bufferevent/kit.h"

#include <event2/bufferevent_tls.h>

enum { TOY_HELLO = 'H', TOY_DATA = 'D', TOY_FAREWELL = 'F' };

#define TOY_HEAD 3

/* The error when a write is not repeated with the same bytes. */
#define TOY_BAD_RETRY 9

/* Bytes with room at both ends. Its memory is not the library's. */
struct toy_bytes {
	unsigned char *at;
	size_t len, room;
};

struct toy {
	/* What a test may set. */
	size_t record;     /* the most that a record holds; 1000 */
	size_t ahead;      /* the most that is read from below at once; 5000 */
	size_t pipe;       /* what the output below may grow to; 20000 */
	int hello_first;   /* the next write shakes hands first, so that it waits for the other side */
	int mute;          /* does not answer hellos, so that a handshake stalls */
	unsigned long fail_handshake, fail_read, fail_write;  /* errors to come: the digits of a number */
	int can_cork;      /* it keeps records back when it is told so */
	int fail_uncork;   /* sending them fails */
	int lie;           /* it says that it has transferred so much more than it was given; negative: 0 */

	/* What a test may look at. */
	struct {
		long set_fd, set_underlying, handshake, read, write, pending, renegotiate, shutdown, cork, take_error, free;
	} calls;
	int fd;
	int freed;
	int open;          /* a handshake has ended */
	long hellos;       /* those that came */

	/* The rest is its own. */
	struct bufferevent *below;
	int is_client, busy, told_hello, got_hello, owes_hello, answering, told_farewell, got_farewell;
	int corked;
	int recorded;      /* the record that is being written is in `out` */
	unsigned char key, their_key;
	unsigned long errors;
	struct toy_bytes in, out, plain, again;
};

T_UNUSED static void toy_put(struct toy_bytes *b, const void *data, size_t n)
{
	if (b->len + n > b->room) {
		b->room = 2 * (b->len + n);
		b->at = realloc(b->at, b->room);
	}
	memcpy(b->at + b->len, data, n);
	b->len += n;
}

T_UNUSED static void toy_drop(struct toy_bytes *b, size_t n)
{
	b->len -= n;
	memmove(b->at, b->at + n, b->len);
}

T_UNUSED static void toy_clear(struct toy_bytes *b)
{
	free(b->at);
	memset(b, 0, sizeof *b);
}

T_UNUSED static void toy_init(struct toy *t, int is_client)
{
	memset(t, 0, sizeof *t);
	t->is_client = is_client;
	t->record = 1000;
	t->ahead = 5000;
	t->pipe = 20000;
	t->fd = -1;
	t->key = is_client ? 0x5a : 0xc3;
}

/* Forgets a connection. */
T_UNUSED static void toy_renew(struct toy *t)
{
	t->in.len = t->out.len = t->plain.len = t->again.len = 0;
	t->told_hello = t->got_hello = t->owes_hello = t->answering = t->told_farewell = t->got_farewell = 0;
	t->open = t->corked = t->recorded = 0;
}

/* Frees what it holds, whether the library has done so or not. */
T_UNUSED static void toy_done(struct toy *t)
{
	toy_clear(&t->in);
	toy_clear(&t->out);
	toy_clear(&t->plain);
	toy_clear(&t->again);
}

/* Ends a call of the provider, which ENTER has begun. */
#define TOY_LEAVE(t, value) do { (t)->busy = 0; return value; } while (0)
#define TOY_ENTER(t, call) (CHECK(!(t)->freed), CHECK(!(t)->busy), (t)->busy = 1, (t)->calls.call++)

/* ------ below */

/* Reads what has come. Gives BEV_TLS_DONE if there was something. */
static enum bufferevent_tls_result toy_receive(struct toy *t)
{
	static __thread unsigned char data[65536];
	ssize_t n;
	if (t->below)
		n = evbuffer_remove(bufferevent_get_input(t->below), data, t->ahead);
	else
		n = recv(t->fd, data, t->ahead, 0);
	if (n > 0) {
		toy_put(&t->in, data, (size_t)n);
		return BEV_TLS_DONE;
	}
	if (t->below)
		return BEV_TLS_WANT_READ;
	if (n == 0)
		return BEV_TLS_TRUNCATED;
	return errno == EAGAIN ? BEV_TLS_WANT_READ : BEV_TLS_BROKEN;
}

/* Sends what there is to be sent. */
static enum bufferevent_tls_result toy_send(struct toy *t)
{
	while (t->out.len > 0) {
		ssize_t n;
		if (t->below) {
			struct evbuffer *output = bufferevent_get_output(t->below);
			size_t len = evbuffer_get_length(output);
			if (len >= t->pipe)
				return BEV_TLS_WANT_WRITE;
			n = (ssize_t)(t->pipe - len < t->out.len ? t->pipe - len : t->out.len);
			if (evbuffer_add(output, t->out.at, (size_t)n) < 0)
				return BEV_TLS_FAILED;
		} else {
			n = send(t->fd, t->out.at, t->out.len, MSG_NOSIGNAL);
			if (n < 0)
				return errno == EAGAIN ? BEV_TLS_WANT_WRITE : BEV_TLS_BROKEN;
		}
		toy_drop(&t->out, (size_t)n);
	}
	return BEV_TLS_DONE;
}

/* ------ records */

static void toy_record(struct toy *t, int type, const unsigned char *data, size_t n)
{
	unsigned char head[TOY_HEAD] = { (unsigned char)type, (unsigned char)(n >> 8), (unsigned char)n };
	toy_put(&t->out, head, TOY_HEAD);
	for (size_t i = 0; i < n; i++) {
		unsigned char hidden = type == TOY_DATA ? data[i] ^ t->key : data[i];
		toy_put(&t->out, &hidden, 1);
	}
}

/* A hello brings a new key for what comes after it. */
static void toy_hello(struct toy *t)
{
	t->key = (unsigned char)(t->key * 5 + 7);
	toy_record(t, TOY_HELLO, &t->key, 1);
	t->told_hello = 1;
	t->owes_hello = 0;
}

/* Is there a whole record in what has been read ahead? */
static int toy_has_record(const struct toy *t)
{
	return t->in.len >= TOY_HEAD && t->in.len >= TOY_HEAD + ((size_t)t->in.at[1] << 8 | t->in.at[2]);
}

/* Takes that record. */
static void toy_take_record(struct toy *t)
{
	size_t n = (size_t)t->in.at[1] << 8 | t->in.at[2];
	unsigned char *data = t->in.at + TOY_HEAD;
	switch (t->in.at[0]) {
	case TOY_HELLO:
		CHECK(n == 1);
		t->hellos++;
		t->their_key = data[0];
		/* It answers ours, or waits for an answer. */
		if (t->got_hello)
			t->owes_hello = 1;
		t->got_hello = 1;
		break;
	case TOY_FAREWELL:
		t->got_farewell = 1;
		break;
	default:
		CHECK(t->in.at[0] == TOY_DATA && t->hellos > 0);
		for (size_t i = 0; i < n; i++)
			data[i] ^= t->their_key;
		toy_put(&t->plain, data, n);
	}
	toy_drop(&t->in, TOY_HEAD + n);
}

/* Takes the next record, from below if need be. */
static enum bufferevent_tls_result toy_next(struct toy *t)
{
	while (!toy_has_record(t)) {
		enum bufferevent_tls_result result = t->got_farewell ? BEV_TLS_CLOSED : toy_receive(t);
		if (result != BEV_TLS_DONE)
			return result;
	}
	toy_take_record(t);
	return BEV_TLS_DONE;
}

/* Says hello, if that has not been done, and waits for theirs. */
static enum bufferevent_tls_result toy_shake(struct toy *t)
{
	enum bufferevent_tls_result result;
	for (;;) {
		if (!t->told_hello && (t->is_client || t->got_hello) && !t->mute)
			toy_hello(t);
		if ((result = toy_send(t)) != BEV_TLS_DONE)
			return result;
		if (t->told_hello && t->got_hello)
			return BEV_TLS_DONE;
		if ((result = toy_next(t)) != BEV_TLS_DONE)
			return result;
	}
}

/* The next handshake is a new one. A hello that waits for an answer is one. */
static void toy_restart(struct toy *t)
{
	t->told_hello = 0;
	t->got_hello = t->owes_hello;
	t->is_client = 1;
}

/* ------ the provider */

static int toy_set_fd(void *tls, evutil_socket_t fd)
{
	struct toy *t = tls;
	TOY_ENTER(t, set_fd);
	t->fd = fd;
	if (t->calls.handshake > 0)
		toy_renew(t);
	TOY_LEAVE(t, 0);
}

static int toy_set_underlying(void *tls, struct bufferevent *below)
{
	struct toy *t = tls;
	TOY_ENTER(t, set_underlying);
	t->below = below;
	TOY_LEAVE(t, 0);
}

static enum bufferevent_tls_result toy_fail(struct toy *t, unsigned long *errors)
{
	t->errors = *errors;
	*errors = 0;
	t->busy = 0;
	errno = EDOM;
	return BEV_TLS_FAILED;
}

/* How many of `size` bytes it says that it has transferred. */
static size_t toy_claim(struct toy *t, size_t n, size_t size)
{
	return t->lie < 0 ? 0 : t->lie > 0 ? size + (size_t)t->lie : n;
}

static enum bufferevent_tls_result toy_handshake(void *tls)
{
	struct toy *t = tls;
	enum bufferevent_tls_result result;
	TOY_ENTER(t, handshake);
	if (t->fail_handshake)
		return toy_fail(t, &t->fail_handshake);
	result = toy_shake(t);
	t->open |= result == BEV_TLS_DONE;
	TOY_LEAVE(t, result);
}

static enum bufferevent_tls_result toy_read(void *tls, void *data, size_t size, size_t *done)
{
	struct toy *t = tls;
	enum bufferevent_tls_result result;
	TOY_ENTER(t, read);
	CHECK(t->open && size > 0);
	if (t->fail_read)
		return toy_fail(t, &t->fail_read);
	while (t->plain.len == 0) {
		if (t->owes_hello && !t->mute) {
			toy_hello(t);
			t->answering = 1;
		}
		/* Reading waits until that has been sent, with all that comes before it. */
		if (t->answering && (result = toy_send(t)) != BEV_TLS_DONE)
			TOY_LEAVE(t, result);
		t->answering = 0;
		if ((result = toy_next(t)) != BEV_TLS_DONE)
			TOY_LEAVE(t, result);
	}
	*done = size < t->plain.len ? size : t->plain.len;
	memcpy(data, t->plain.at, *done);
	toy_drop(&t->plain, *done);
	*done = toy_claim(t, *done, size);
	TOY_LEAVE(t, BEV_TLS_DONE);
}

/* Writes a record, after a new handshake if one is due. It is done when the record has been sent. */
static enum bufferevent_tls_result toy_write(void *tls, const void *data, size_t size, size_t *done)
{
	struct toy *t = tls;
	enum bufferevent_tls_result result;
	size_t n = size < t->record ? size : t->record;
	TOY_ENTER(t, write);
	CHECK(t->open && size > 0 && !t->told_farewell);
	if (t->fail_write)
		return toy_fail(t, &t->fail_write);
	if (t->again.len == 0)
		toy_put(&t->again, data, size);
	if (t->again.len != size || memcmp(t->again.at, data, size) != 0) {
		t->errors = TOY_BAD_RETRY;
		TOY_LEAVE(t, BEV_TLS_FAILED);
	}
	if (!t->recorded && t->hello_first == 1) {
		toy_restart(t);
		t->hello_first = 2;
	}
	if (t->hello_first == 2) {
		if ((result = toy_shake(t)) != BEV_TLS_DONE)
			TOY_LEAVE(t, result);
		t->hello_first = 0;
	}
	if (!t->recorded)
		toy_record(t, TOY_DATA, data, n);
	t->recorded = 1;
	if (!t->corked && (result = toy_send(t)) != BEV_TLS_DONE)
		TOY_LEAVE(t, result);
	t->recorded = 0;
	t->again.len = 0;
	*done = toy_claim(t, n, size);
	TOY_LEAVE(t, BEV_TLS_DONE);
}

/* What reading makes something of, though nothing new comes. */
static size_t toy_pending(void *tls)
{
	struct toy *t = tls;
	TOY_ENTER(t, pending);
	TOY_LEAVE(t, t->plain.len + (size_t)(t->owes_hello || toy_has_record(t)));
}

static int toy_renegotiate(void *tls)
{
	struct toy *t = tls;
	TOY_ENTER(t, renegotiate);
	toy_restart(t);
	TOY_LEAVE(t, 0);
}

static enum bufferevent_tls_result toy_shutdown(void *tls)
{
	struct toy *t = tls;
	enum bufferevent_tls_result result;
	TOY_ENTER(t, shutdown);
	CHECK(!t->recorded);
	if (!t->told_farewell)
		toy_record(t, TOY_FAREWELL, NULL, 0);
	t->told_farewell = 1;
	result = toy_send(t);
	TOY_LEAVE(t, result);
}

static enum bufferevent_tls_result toy_cork(void *tls, int on)
{
	struct toy *t = tls;
	enum bufferevent_tls_result result = t->can_cork ? BEV_TLS_DONE : BEV_TLS_FAILED;
	TOY_ENTER(t, cork);
	CHECK(t->open && !t->told_farewell);
	t->corked = on && t->can_cork;
	if (!on && t->fail_uncork) {
		errno = EDOM;
		result = BEV_TLS_BROKEN;
	} else if (!on) {
		result = toy_send(t);
	}
	TOY_LEAVE(t, result);
}

/* The digits of `errors`, the first first. */
static unsigned long toy_take_error(void *tls)
{
	struct toy *t = tls;
	unsigned long first, unit = 1;
	TOY_ENTER(t, take_error);
	while (t->errors / unit >= 10)
		unit *= 10;
	first = t->errors / unit;
	t->errors %= unit;
	TOY_LEAVE(t, first);
}

static size_t toy_describe(void *tls, unsigned long error, char *buf, size_t size)
{
	CHECK(!((struct toy *)tls)->freed);
	return (size_t)snprintf(buf, size, "the toy's error %lu", error);
}

static void toy_free(void *tls)
{
	struct toy *t = tls;
	TOY_ENTER(t, free);
	t->freed = 1;
	toy_done(t);
	t->busy = 0;
}

T_UNUSED static const struct bufferevent_tls_provider toy_provider = {
	.size = sizeof(struct bufferevent_tls_provider),
	.set_fd = toy_set_fd,
	.set_underlying = toy_set_underlying,
	.handshake = toy_handshake,
	.read = toy_read,
	.write = toy_write,
	.pending = toy_pending,
	.renegotiate = toy_renegotiate,
	.shutdown = toy_shutdown,
	.cork = toy_cork,
	.take_error = toy_take_error,
	.describe = toy_describe,
	.free = toy_free,
};

#endif
