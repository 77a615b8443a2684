// A file segment in several buffers, more than once: it is freed, its fd closed and its clean-up called once,
// when the last user is gone, in whatever order they go.
// run: once
#include "buffer/kit.h"

static struct evbuffer_file_segment *segment;
static struct evbuffer *a, *b;
static int fd;

static void on_cleanup(struct evbuffer_file_segment const *seg, int flags, void *arg)
{
	SAY("  clean-up of %s, flags %d, the segment's own: %d, the file is %s\n", (const char *)arg, flags,
	    seg == segment, is_open(fd) ? "open" : "closed");
}

static void begin(const char *title, unsigned flags)
{
	SAY("%s\n", title);
	fd = file_with(1000);
	segment = evbuffer_file_segment_new(fd, 0, 1000, flags);
	CHECK(segment != NULL);
	evbuffer_file_segment_add_cleanup_cb(segment, on_cleanup, "the segment");
	a = evbuffer_new();
	b = evbuffer_new();
	CHECK(evbuffer_add_file_segment(a, segment, 0, 500) == 0);
	CHECK(evbuffer_add_file_segment(a, segment, 500, 500) == 0);
	CHECK(evbuffer_add_file_segment(b, segment, 100, -1) == 0);
	CHECK(evbuffer_add_file_segment(b, segment, 0, 100) == 0);
	CHECK(holds(a, 0, 1000) && evbuffer_get_length(b) == 1000);
}

static void end(void)
{
	SAY("  the file is %s\n", is_open(fd) ? "open" : "closed");
	if (is_open(fd))
		close(fd);
}

int main(void)
{
	static const unsigned flags[] = { 0, EVBUF_FS_CLOSE_ON_FREE, EVBUF_FS_CLOSE_ON_FREE | EVBUF_FS_DISABLE_MMAP,
		EVBUF_FS_CLOSE_ON_FREE | EVBUF_FS_DISABLE_SENDFILE | EVBUF_FS_DISABLE_LOCKING, 15 };
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
		SAY("flags %u\n", flags[i]);
		begin("the segment first", flags[i]);
		evbuffer_file_segment_free(segment);
		SAY(" a\n");
		evbuffer_free(a);
		SAY(" b\n");
		evbuffer_free(b);
		end();
		begin("the segment last", flags[i]);
		evbuffer_free(a);
		evbuffer_free(b);
		SAY(" the segment\n");
		evbuffer_file_segment_free(segment);
		end();
		begin("drained", flags[i]);
		evbuffer_file_segment_free(segment);
		evbuffer_drain(a, 700);
		evbuffer_drain(b, 1000);
		CHECK(holds(a, 700, 300));
		SAY(" the last byte\n");
		evbuffer_drain(a, 300);
		evbuffer_free(a);
		evbuffer_free(b);
		end();
		begin("moved", flags[i]);
		evbuffer_file_segment_free(segment);
		CHECK(evbuffer_remove_buffer(b, a, 1000) == 1000);
		evbuffer_free(b);
		CHECK(evbuffer_get_length(a) == 2000);
		SAY(" a\n");
		evbuffer_free(a);
		end();
	}

	SAY("never added\n");
	fd = file_with(10);
	segment = evbuffer_file_segment_new(fd, 0, 10, EVBUF_FS_CLOSE_ON_FREE);
	evbuffer_file_segment_add_cleanup_cb(segment, on_cleanup, "one");
	evbuffer_file_segment_add_cleanup_cb(segment, on_cleanup, "another, which replaces it");
	evbuffer_file_segment_free(segment);
	end();
	SAY("no clean-up\n");
	fd = file_with(10);
	segment = evbuffer_file_segment_new(fd, 0, 10, EVBUF_FS_CLOSE_ON_FREE);
	evbuffer_file_segment_add_cleanup_cb(segment, on_cleanup, "one");
	evbuffer_file_segment_add_cleanup_cb(segment, NULL, NULL);
	evbuffer_file_segment_free(segment);
	end();
	return t_result();
}
