// A file that has fewer bytes than a segment of it, also because it was cut in the meantime: no crash, and no byte
// that is not the file's or zero; length -1 means up to the file's end. (The original maps what is not there, and
// forgets the offset with length -1.)
// run: once
// on: ours
#include "buffer/kit.h"

static void to_the_end(unsigned flags, ev_off_t offset)
{
	int fd = file_with(10000);
	struct evbuffer_file_segment *segment = evbuffer_file_segment_new(fd, offset, -1, flags);
	struct evbuffer *buf = evbuffer_new();
	if (CHECK(segment) && CHECK(evbuffer_add_file_segment(buf, segment, 0, -1) == 0))
		CHECK(holds(buf, (size_t)offset, 10000 - (size_t)offset));
	if (segment)
		evbuffer_file_segment_free(segment);
	evbuffer_free(buf);
	close(fd);
}

static void too_long(unsigned flags, ev_off_t offset, ev_off_t length)
{
	int fd = file_with(100);
	struct evbuffer_file_segment *segment = evbuffer_file_segment_new(fd, offset, length, flags);
	struct evbuffer *buf = evbuffer_new();
	if (segment && evbuffer_add_file_segment(buf, segment, 0, -1) == 0) {
		unsigned char *got = malloc(20000), *want = calloc(1, 20000), *file = stream(0, 100);
		int n = evbuffer_remove(buf, got, 20000);
		if (offset < 100)
			memcpy(want, file + offset, 100 - (size_t)offset);
		CHECK(n >= 0 && n <= length && memcmp(got, want, (size_t)n) == 0);
		free(got);
		free(want);
		free(file);
	}
	if (segment)
		evbuffer_file_segment_free(segment);
	evbuffer_free(buf);
	close(fd);
}

int main(void)
{
	for (unsigned flags = 0; flags < 8; flags += EVBUF_FS_DISABLE_MMAP) {
		to_the_end(flags, 0);
		to_the_end(flags, 1);
		to_the_end(flags, 4096);
		to_the_end(flags, 9999);
		too_long(flags, 0, 200);
		too_long(flags, 0, 20000);
		too_long(flags, 50, 200);
		too_long(flags, 100, 10);
		too_long(flags, 8192, 10);
	}
	SAY("done\n");
	return t_result();
}
