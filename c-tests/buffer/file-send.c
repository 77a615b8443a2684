// Files in a buffer that drains to an fd, with bytes around them: all is written in its order, at most what was
// asked for, and the file is closed with its last byte.
// run: once
#include "buffer/kit.h"

static unsigned char want[200000], got[200000];

static size_t fill(unsigned char *p, size_t first, size_t n)
{
	unsigned char *bytes = stream(first, n);
	memcpy(p, bytes, n);
	free(bytes);
	return n;
}

/* Writes in portions of at most ATMOST bytes, and prints how many calls that takes. */
static void run(const char *title, unsigned flags, int drains, ev_ssize_t atmost)
{
	struct evbuffer *buf = evbuffer_new();
	struct evbuffer_file_segment *segment;
	int file = file_with(50000), fd[2], calls = 0, result, size = 1 << 20;
	size_t n = 0, all = 0;
	ssize_t part;

	t_pair(fd);
	setsockopt(fd[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
	if (drains)
		CHECK(evbuffer_set_flags(buf, EVBUFFER_FLAG_DRAINS_TO_FD) == 0);
	segment = evbuffer_file_segment_new(file, 0, 50000, flags | EVBUF_FS_CLOSE_ON_FREE);
	n += fill(want + n, 7, 1000);
	put(buf, 7, 1000);
	n += fill(want + n, 100, 30000);
	CHECK(evbuffer_add_file_segment(buf, segment, 100, 30000) == 0);
	n += fill(want + n, 9, 3000);
	put(buf, 9, 3000);
	n += fill(want + n, 5000, 45000);
	CHECK(evbuffer_add_file_segment(buf, segment, 5000, -1) == 0);
	n += fill(want + n, 5000, 4);
	CHECK(evbuffer_add_file_segment(buf, segment, 5000, 4) == 0);
	n += fill(want + n, 11, 1000);
	put(buf, 11, 1000);
	evbuffer_file_segment_free(segment);
	evbuffer_add_cb(buf, say_change, "changed");
	SAY("%s, flags %u, at most %zd\n", title, flags, atmost);
	while (evbuffer_get_length(buf)) {
		result = evbuffer_write_atmost(buf, fd[0], atmost);
		calls++;
		if (!CHECK(result > 0 && (atmost < 0 || result <= atmost)))
			break;
		while ((part = read(fd[1], got + all, sizeof got - all)) > 0)
			all += (size_t)part;
	}
	CHECK(all == n && memcmp(got, want, n) == 0);
	SAY("%d calls, the file is %s\n", calls, is_open(file) ? "open" : "closed");
	evbuffer_free(buf);
	close(fd[0]);
	close(fd[1]);
}

int main(void)
{
	for (unsigned flags = 0; flags < 8; flags += EVBUF_FS_DISABLE_MMAP) {
		run("an ordinary buffer", flags, 0, -1);
		run("drains to an fd", flags, 1, -1);
		if (flags & EVBUF_FS_DISABLE_SENDFILE) /* with sendfile the original does not care how much */
			run("drains to an fd", flags, 1, 10000);
		run("an ordinary buffer", flags, 0, 10000);
	}
	return t_result();
}
