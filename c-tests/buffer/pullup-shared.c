// evbuffer_pullup never writes to a block that another buffer shows, though there is room behind its bytes. (The
// original may: then the bytes pulled up are behind those that the other buffer has.)
// run: once
// on: ours
#include "buffer/kit.h"

int main(void)
{
	struct evbuffer *src = evbuffer_new(), *dst = evbuffer_new();
	const unsigned char *shared;

	put(src, 0, 500);
	CHECK(evbuffer_add_buffer_reference(dst, src) == 0);
	shared = evbuffer_pullup(dst, 500);
	put(src, 500, 10);
	CHECK(evbuffer_pullup(src, -1) != shared);
	CHECK(evbuffer_pullup(dst, -1) == shared);
	CHECK(holds(src, 0, 510) && holds(dst, 0, 500));
	evbuffer_free(src);
	CHECK(holds(dst, 0, 500));
	evbuffer_free(dst);
	return t_result();
}
