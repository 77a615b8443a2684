// Files that are to be sent by the kernel: drained from the front, moved to another buffer, and among other bytes,
// the right part of them is sent.
// run: once
#include "buffer/kit.h"

static int fd[2];

static struct evbuffer *draining(void)
{
	struct evbuffer *buf = evbuffer_new();
	evbuffer_set_flags(buf, EVBUFFER_FLAG_DRAINS_TO_FD);
	return buf;
}

/* Sends all, which must be N bytes of the stream from FIRST on. */
static void send_all(const char *title, struct evbuffer *buf, size_t first, size_t n)
{
	unsigned char *got = malloc(n + 1), *want = stream(first, n);
	SAY("%s: %zu bytes", title, evbuffer_get_length(buf));
	while (evbuffer_get_length(buf) && evbuffer_write(buf, fd[0]) > 0)
		;
	CHECK(read(fd[1], got, n + 1) == (ssize_t)n && memcmp(got, want, n) == 0);
	SAY(", %zu left\n", evbuffer_get_length(buf));
	free(got);
	free(want);
	evbuffer_free(buf);
}

int main(void)
{
	struct evbuffer *buf = draining(), *other;
	struct evbuffer_file_segment *segment;
	int file = file_with(10000);

	t_pair(fd);
	evbuffer_add_file(buf, file, 100, 5000);
	evbuffer_drain(buf, 1000);
	send_all("drained", buf, 1100, 4000);
	CHECK(!is_open(file));

	buf = draining();
	other = draining();
	evbuffer_add_file(buf, file_with(10000), 100, 5000);
	evbuffer_drain(buf, 1000);
	put(buf, 5100, 900);
	CHECK(evbuffer_add_buffer(other, buf) == 0);
	evbuffer_free(buf);
	send_all("moved", other, 1100, 4900);

	buf = draining();
	other = draining();
	put(other, 5100, 900);
	evbuffer_add_file(buf, file_with(10000), 100, 5000);
	CHECK(evbuffer_prepend_buffer(other, buf) == 0);
	evbuffer_free(buf);
	send_all("moved to the front", other, 100, 5900);

	buf = draining();
	other = draining();
	evbuffer_add_file(buf, file_with(10000), 100, 5000);
	put(buf, 5100, 900);
	CHECK(evbuffer_remove_buffer(buf, other, 5000) == 5000);
	send_all("a whole block removed into another", other, 100, 5000);
	send_all("and the rest", buf, 5100, 900);

	buf = draining();
	file = file_with(10000);
	segment = evbuffer_file_segment_new(file, 1000, 9000, EVBUF_FS_CLOSE_ON_FREE);
	evbuffer_add_file_segment(buf, segment, 500, 500);
	evbuffer_add_file_segment(buf, segment, 1000, 1000);
	evbuffer_add_file_segment(buf, segment, 2000, -1);
	evbuffer_file_segment_free(segment);
	evbuffer_drain(buf, 600);
	send_all("parts of a segment", buf, 2100, 7900);
	CHECK(!is_open(file));

	/* One segment for sending and for reading. */
	buf = draining();
	other = evbuffer_new();
	segment = evbuffer_file_segment_new(file_with(5000), 0, -1, EVBUF_FS_CLOSE_ON_FREE);
	evbuffer_add_file_segment(buf, segment, 0, -1);
	evbuffer_add_file_segment(other, segment, 0, -1);
	evbuffer_file_segment_free(segment);
	CHECK(holds(other, 0, 5000));
	send_all("sent", buf, 0, 5000);
	send_all("written", other, 0, 5000);

	buf = draining();
	other = evbuffer_new();
	evbuffer_add_file(buf, file_with(10), 0, 10);
	SAY("a reference to it: %d\n", evbuffer_add_buffer_reference(other, buf));
	evbuffer_free(buf);
	evbuffer_free(other);
	close(fd[0]);
	close(fd[1]);
	return t_result();
}
