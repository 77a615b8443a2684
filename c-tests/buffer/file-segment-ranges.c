// evbuffer_add_file_segment: parts of a segment, and parts that it does not have.
// run: once
#include "buffer/kit.h"

static struct evbuffer_file_segment *kept[100]; /* those of refused calls: the original drops its reference */
static int n_kept;

static void try(unsigned flags, ev_off_t offset, ev_off_t length)
{
	int fd = file_with(100), result;
	struct evbuffer_file_segment *segment = evbuffer_file_segment_new(fd, 20, 50, flags);
	struct evbuffer *buf = evbuffer_new();
	put(buf, 0, 3);
	result = evbuffer_add_file_segment(buf, segment, offset, length);
	SAY("flags %u, offset %lld, length %lld: %d", flags, (long long)offset, (long long)length, result);
	if (result == 0) {
		size_t n = evbuffer_get_length(buf) - 3;
		evbuffer_drain(buf, 3);
		if (!CHECK(holds(buf, 20 + (size_t)offset, n)))
			say_text("then", buf);
		SAY(", %zu bytes\n", n);
		evbuffer_file_segment_free(segment);
	} else {
		SAY(", %zu bytes\n", evbuffer_get_length(buf));
		kept[n_kept++] = segment;
	}
	evbuffer_free(buf);
	close(fd);
}

int main(void)
{
	static const unsigned flags[] = { 0, EVBUF_FS_DISABLE_MMAP, EVBUF_FS_DISABLE_SENDFILE,
		EVBUF_FS_DISABLE_SENDFILE | EVBUF_FS_DISABLE_MMAP };
	for (int i = 0; i < 4; i++) {
		try(flags[i], 0, 50);
		try(flags[i], 0, -1);
		try(flags[i], 10, -1);
		try(flags[i], 10, 20);
		try(flags[i], 49, 1);
		try(flags[i], 0, 51);
		try(flags[i], 49, 2);
		try(flags[i], 50, 1);
		try(flags[i], 51, -1);
		try(flags[i], 1000, 1);
		try(flags[i], 0, -2);
		try(flags[i], 0, 0);
		try(flags[i], 50, 0);
		try(flags[i], 50, -1);
	}
	return t_result();
}
