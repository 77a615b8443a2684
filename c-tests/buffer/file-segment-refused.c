// evbuffer_add_file_segment refuses what is outside of the segment, and then the segment is still the caller's.
// (The original takes some such ranges, and frees the segment when it refuses.)
// run: once
// on: ours
#include "memory/alloc.h"
#include "buffer/kit.h"

static const struct { ev_off_t offset, length; } bad[] = { { 0, 51 }, { 49, 2 }, { 51, -1 }, { 51, 0 }, { -1, 1 },
	{ -1, -1 }, { -20, 5 }, { INT64_MAX, 1 }, { 1, INT64_MAX }, { INT64_MAX, INT64_MAX }, { INT64_MIN, -1 },
	{ INT64_MIN, INT64_MAX } };

static void all(unsigned flags)
{
	int fd = file_with(100);
	struct evbuffer_file_segment *segment = evbuffer_file_segment_new(fd, 20, 50, flags | EVBUF_FS_CLOSE_ON_FREE);
	struct evbuffer *buf = evbuffer_new();
	CHECK(evbuffer_add_file_segment(buf, segment, 0, 10) == 0);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		if (!CHECK(evbuffer_add_file_segment(buf, segment, bad[i].offset, bad[i].length) == -1))
			SAY("offset %lld, length %lld\n", (long long)bad[i].offset, (long long)bad[i].length);
		CHECK(holds(buf, 20, 10));
	}
	evbuffer_freeze(buf, 0);
	CHECK(evbuffer_add_file_segment(buf, segment, 0, 10) == -1);
	evbuffer_unfreeze(buf, 0);
	CHECK(evbuffer_add_file_segment(buf, segment, 10, 20) == 0);
	CHECK(holds(buf, 20, 30));
	evbuffer_file_segment_free(segment);
	CHECK(holds(buf, 20, 30) && is_open(fd));
	evbuffer_free(buf);
	CHECK(!is_open(fd) && al.live == 0);
}

/* Nothing is left of a segment that cannot be made, nor of a file that cannot be added. */
static void not_made(ev_off_t offset, ev_off_t length)
{
	int fd = file_with(100);
	struct evbuffer *buf = evbuffer_new();
	CHECK(evbuffer_file_segment_new(fd, offset, length, EVBUF_FS_DISABLE_SENDFILE) == NULL);
	CHECK(evbuffer_add_file(buf, fd, offset, length) == -1);
	CHECK(evbuffer_get_length(buf) == 0 && is_open(fd));
	evbuffer_free(buf);
	CHECK(al.live == 0);
	close(fd);
}

int main(void)
{
	al_start();
	not_made(-1, 5);
	not_made(0, -2);
	not_made(INT64_MAX, 1);
	not_made(1, INT64_MAX);
	not_made(INT64_MIN, INT64_MIN);
	not_made(0, 0);
	for (unsigned flags = 0; flags < 8; flags += EVBUF_FS_DISABLE_MMAP)
		all(flags);
	SAY("done\n");
	return t_result();
}
