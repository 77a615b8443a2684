// What evbuffer_file_segment_new takes. With DISABLE_SENDFILE it looks at the file at once, else when the segment
// is added; without mmap the file must have all the bytes.
// run: once
#include "buffer/kit.h"

static struct evbuffer_file_segment *kept[200]; /* those of refused calls: the original drops its reference */
static int n_kept;

static void try(const char *title, int fd, ev_off_t offset, ev_off_t length, unsigned flags)
{
	struct evbuffer_file_segment *segment = evbuffer_file_segment_new(fd, offset, length, flags);
	struct evbuffer *buf = evbuffer_new();
	SAY("%s, offset %lld, length %lld, flags %u: %s", title, (long long)offset, (long long)length, flags,
	    segment ? "made" : "NULL");
	if (segment) {
		int result = evbuffer_add_file_segment(buf, segment, 0, -1);
		SAY(", add %d, %zu bytes", result, evbuffer_get_length(buf));
		if (result == 0)
			evbuffer_file_segment_free(segment);
		else
			kept[n_kept++] = segment;
	}
	SAY("\n");
	evbuffer_free(buf);
	if (is_open(fd))
		close(fd);
}

int main(void)
{
	for (unsigned flags = 0; flags < 8; flags += EVBUF_FS_DISABLE_MMAP) {
		try("file", file_with(10), 0, 10, flags);
		try("file", file_with(10), 0, -1, flags);
		try("file", file_with(10), 5, 5, flags);
		try("file", file_with(10), 0, 0, flags);
		try("file", file_with(10), -1, 5, flags);
		try("file", file_with(10), 0, -2, flags);
		try("file", file_with(10), INT64_MAX, 5, flags);
		try("file", file_with(10), 5, INT64_MAX, flags);
		try("file", file_with(10), INT64_MIN, INT64_MIN, flags);
		try("empty file", file_with(0), 0, -1, flags);
		try("empty file", file_with(0), 0, 0, flags);
		try("no fd", -1, 0, 5, flags);
		try("no fd", -1, 0, -1, flags);
		try("closed fd", 900, 0, -1, flags);
		try("directory", open(".", O_RDONLY), 0, 5, flags);
		if (flags & EVBUF_FS_DISABLE_MMAP) {
			try("short file", file_with(10), 0, 11, flags);
			try("short file", file_with(10), 5, 10, flags);
			try("short file", file_with(10), 10, 1, flags);
			try("short file", file_with(10), 1000, 1, flags);
		}
	}
	return t_result();
}
