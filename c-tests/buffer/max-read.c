// evbuffer_set_max_read limits what one evbuffer_read takes, of this buffer only; 4096 unless set. More than an int
// can tell is refused.
// run: once
// on: ours
#include "buffer/kit.h"

static int fd[2];

/* Sends SENT bytes; what one evbuffer_read with LIMIT takes of them. */
static int take(struct evbuffer *buf, size_t sent, int limit)
{
	unsigned char *p = stream(0, sent);
	static char rest[65536];
	int n;
	CHECK(write(fd[0], p, sent) == (ssize_t)sent);
	n = evbuffer_read(buf, fd[1], limit);
	CHECK(n < 0 || holds(buf, 0, (size_t)n));
	evbuffer_drain(buf, sent);
	while (read(fd[1], rest, sizeof rest) > 0)
		;
	free(p);
	return n;
}

int main(void)
{
	struct evbuffer *buf = evbuffer_new(), *other = evbuffer_new();
	int size = 1 << 20;
	t_pair(fd);
	setsockopt(fd[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
	CHECK(evbuffer_get_max_read(buf) == 4096);
	CHECK(take(buf, 10000, -1) == 4096);
	CHECK(evbuffer_set_max_read(buf, 100) == 0);
	CHECK(evbuffer_get_max_read(buf) == 100);
	CHECK(take(buf, 10000, -1) == 100);
	CHECK(take(buf, 10000, 99) == 99);
	CHECK(take(buf, 10000, 101) == 100);
	CHECK(take(buf, 50, -1) == 50);
	CHECK(evbuffer_set_max_read(buf, 1) == 0);
	CHECK(take(buf, 10, -1) == 1);
	CHECK(evbuffer_set_max_read(buf, 30000) == 0);
	CHECK(take(buf, 50000, -1) == 30000);
	CHECK(take(buf, 50000, INT_MAX) == 30000);
	CHECK(take(buf, 50000, 20000) == 20000);
	CHECK(take(buf, 10, -1) == 10);
	CHECK(evbuffer_set_max_read(buf, (size_t)INT_MAX + 1) == -1);
	CHECK(evbuffer_set_max_read(buf, SIZE_MAX) == -1);
	CHECK(evbuffer_get_max_read(buf) == 30000);
	CHECK(evbuffer_set_max_read(buf, INT_MAX) == 0);
	CHECK(evbuffer_get_max_read(buf) == INT_MAX);
	CHECK(take(buf, 50000, -1) == 50000);
	CHECK(evbuffer_get_max_read(other) == 4096);
	CHECK(take(other, 10000, -1) == 4096);
	SAY("done\n");
	evbuffer_free(buf);
	evbuffer_free(other);
	close(fd[0]);
	close(fd[1]);
	return t_result();
}
