// With threads a file segment has a lock, unless DISABLE_LOCKING is given; it is freed with the segment.
// run: once
#include "memory/alloc.h"
#include "buffer/kit.h"
#include <event2/thread.h>

int main(void)
{
	evthread_use_pthreads();
	al_start();
	for (unsigned flags = 0; flags < 16; flags += 2) {
		int fd = file_with(100);
		struct evbuffer_file_segment *segment = evbuffer_file_segment_new(fd, 0, 100, flags);
		struct evbuffer *a = evbuffer_new(), *b = evbuffer_new();
		CHECK(evbuffer_enable_locking(a, NULL) == 0);
		CHECK(evbuffer_add_file_segment(a, segment, 0, 50) == 0);
		CHECK(evbuffer_add_file_segment(b, segment, 0, 50) == 0);
		evbuffer_file_segment_free(segment);
		CHECK(holds(a, 0, 50) && holds(b, 0, 50));
		evbuffer_free(a);
		CHECK(holds(b, 0, 50));
		evbuffer_free(b);
		CHECK(al.live == 0);
		close(fd);
	}
	SAY("done\n");
	return t_result();
}
