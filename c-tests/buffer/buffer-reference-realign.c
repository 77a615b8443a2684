// The source of references has room at the front of its last block: what is added to it does not move the bytes
// that others refer to.
// run: once
#include "buffer/kit.h"

int main(void)
{
	static const size_t more[] = { 10, 400 };
	for (int i = 0; i < 4; i++) {
		struct evbuffer *src = evbuffer_new(), *dst = evbuffer_new();
		struct evbuffer_iovec vec[1];
		put(src, 0, 976);
		evbuffer_drain(src, 900);
		CHECK(evbuffer_add_buffer_reference(dst, src) == 0);
		if (i < 2)
			CHECK(put(src, 976, more[i]) == 0);
		else if (i == 2)
			CHECK(evbuffer_expand(src, 400) == 0);
		else
			CHECK(evbuffer_reserve_space(src, 400, vec, 1) == 1);
		CHECK(holds(dst, 900, 76));
		CHECK(holds(src, 900, 76 + (i < 2 ? more[i] : 0)));
		say_extents("source", src);
		evbuffer_free(src);
		CHECK(holds(dst, 900, 76));
		evbuffer_free(dst);
	}
	SAY("done\n");
	return t_result();
}
