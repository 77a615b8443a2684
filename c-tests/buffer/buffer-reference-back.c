// References to a buffer's bytes that come back into that buffer: all memory is freed with it. (In the original
// the buffer keeps itself alive.)
// run: once
// on: ours
#include "memory/alloc.h"
#include "buffer/kit.h"

int main(void)
{
	struct evbuffer *src, *dst;
	al_start();
	src = evbuffer_new();
	dst = evbuffer_new();
	evbuffer_add_reference(src, "text", 4, say_cleanup, "reference");
	CHECK(evbuffer_add_buffer_reference(dst, src) == 0);
	CHECK(evbuffer_add_buffer(src, dst) == 0);
	say_text("both", src);
	evbuffer_free(dst);
	SAY("free\n");
	evbuffer_free(src);
	CHECK(al.live == 0);
	return t_result();
}
