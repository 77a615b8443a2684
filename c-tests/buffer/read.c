// evbuffer_read: how much is read for each limit, what the callbacks hear, and the end of the stream.
// run: once
#include "buffer/kit.h"

static int fd[2];

static void get(struct evbuffer *buf, int limit)
{
	int result;
	errno = 0;
	result = evbuffer_read(buf, fd[1], limit);
	SAY("read %d: %d %s, %zu bytes\n", limit, result, result < 0 ? t_errno(errno) : "", evbuffer_get_length(buf));
}

int main(void)
{
	static const int limits[] = { 0, 1, 5, 10, 11, 4096, 4097, 100000, INT_MAX, -1, -2, INT_MIN };
	unsigned char *bytes = stream(0, 20000);
	char rest[20000];
	struct evbuffer *buf = evbuffer_new();
	t_pair(fd);
	evbuffer_add_cb(buf, say_change, "changed");
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
		for (int n = 10; n <= 10000; n += 9990) {
			CHECK(write(fd[0], bytes, (size_t)n) == n);
			get(buf, limits[i]);
			CHECK(holds(buf, 0, evbuffer_get_length(buf)));
			evbuffer_drain(buf, 20000);
			while (read(fd[1], rest, sizeof rest) > 0)
				;
		}
	}
	SAY("nothing there\n");
	get(buf, -1);
	get(buf, 10);
	get(buf, 0);
	SAY("the rest and the end\n");
	CHECK(write(fd[0], "rest", 4) == 4);
	close(fd[0]);
	get(buf, 3);
	get(buf, -1);
	get(buf, -1);
	get(buf, 10);
	say_text("in the end", buf);
	evbuffer_free(buf);
	close(fd[1]);
	free(bytes);
	return t_result();
}
