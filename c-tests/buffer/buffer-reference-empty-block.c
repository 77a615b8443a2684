// evbuffer_add_buffer_reference into an empty buffer that has room: the room is given up. (The original goes on
// using it when it is freed.)
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
	put_text(src, "text");
	CHECK(evbuffer_expand(dst, 5000) == 0);
	CHECK(evbuffer_add_buffer_reference(dst, src) == 0);
	CHECK(put_text(dst, " and more") == 0);
	CHECK(evbuffer_get_length(dst) == 13 && !memcmp(evbuffer_pullup(dst, -1), "text and more", 13));
	say_text("destination", dst);
	evbuffer_free(src);
	evbuffer_free(dst);
	CHECK(al.live == 0);
	return t_result();
}
