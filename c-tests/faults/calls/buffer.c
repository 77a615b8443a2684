// run: once
// evbuffer_write and evbuffer_read by hand, over a pair of sockets and over a pipe: a failure costs no byte.
#include "kit.h"

#define TOTAL 300000

static int is_transient(void) { return errno == EAGAIN || errno == EINTR; }

static void move(evutil_socket_t from, evutil_socket_t to)
{
	struct evbuffer *out = evbuffer_new(), *in = evbuffer_new();
	unsigned char some[5000];
	size_t filled = 0, back = 0;
	int failures = 0;
	for (int i = 0; back < TOTAL && failures < 100; i++) {
		size_t n = filled < TOTAL ? sizeof some : 0;
		f_fill(some, filled, n);
		CHECK(evbuffer_add(out, some, n) == 0);
		filled += n;
		if (evbuffer_write_atmost(out, to, i % 3 ? -1 : 700) < 0 && evbuffer_get_length(out) && !is_transient() && !failures++)
			f_failed("evbuffer_write");
		n = evbuffer_get_length(in);
		int got = evbuffer_read(in, from, i % 4 ? -1 : 300);
		CHECK(got == 0 || evbuffer_get_length(in) == n + (got > 0 ? got : 0));
		if (got < 0 && !is_transient() && !failures++)
			f_failed("evbuffer_read");
		if (!CHECK(got != 0))
			break;
		if (i % 5 == 0)
			back = f_take(in, back);
		if (filled == TOTAL && evbuffer_get_length(out) == 0 && back + evbuffer_get_length(in) == TOTAL)
			back = f_take(in, back);
	}
	/* Unless it failed for ever: a buffer keeps what it could not write. */
	CHECK(back == TOTAL || failures == 100);
	evbuffer_free(out);
	evbuffer_free(in);
}

int main(void)
{
	evutil_socket_t fd[2];
	int ends[2];
	f_begin();
	if (f_pair(fd)) {
		move(fd[0], fd[1]);
		close(fd[0]);
		close(fd[1]);
	}
	if (CHECK(pipe2(ends, O_NONBLOCK) == 0)) {
		move(ends[0], ends[1]);
		close(ends[0]);
		close(ends[1]);
	}
	return f_end();
}
