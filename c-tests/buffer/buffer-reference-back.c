// References to a buffer's bytes that come back into that buffer: all memory is freed with it. (In the original
// the buffer keeps itself alive.)
// run: once
// on: ours
#include "memory/alloc.h"
#include "buffer/kit.h"

static int cleaned;

static void on_clean(const void *data, size_t n, void *arg) { cleaned++; }

int main(void)
{
	struct evbuffer *src, *dst;
	al_start();
	src = evbuffer_new();
	dst = evbuffer_new();
	evbuffer_add_reference(src, "text", 4, on_clean, NULL);
	CHECK(evbuffer_add_buffer_reference(dst, src) == 0);
	CHECK(evbuffer_add_buffer(src, dst) == 0);
	CHECK(evbuffer_get_length(src) == 8);
	evbuffer_free(dst);
	CHECK(!memcmp(evbuffer_pullup(src, -1), "texttext", 8));
	evbuffer_free(src);
	CHECK(cleaned == 1 && al.live == 0);
	SAY("done\n");
	return t_result();
}
