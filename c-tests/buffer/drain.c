// evbuffer_drain: some, all, too much, nothing; it succeeds also when there is nothing.
// run: once
#include "buffer/kit.h"

int main(void)
{
	static const size_t sizes[] = { 0, 1, 5, 6, 9, 12, 13, 14, 1000, SIZE_MAX };
	struct evbuffer *buf = evbuffer_new();
	SAY("empty: %d\n", evbuffer_drain(buf, 10));
	SAY("nothing of nothing: %d\n", evbuffer_drain(buf, 0));
	evbuffer_free(buf);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		buf = BLOCKS("some ", "more", "over");
		SAY("drain %zu: %d\n", sizes[i], evbuffer_drain(buf, sizes[i]));
		say_text("  left", buf);
		say_extents("  left", buf);
		put_text(buf, ", and on");
		say_text("  more", buf);
		evbuffer_free(buf);
	}
	buf = evbuffer_new();
	for (size_t i = 0; i < 100000; i += 1000)
		put(buf, i, 1000);
	for (size_t i = 0; i < 100000; i += 777) {
		CHECK(holds(buf, i, 100000 - i));
		CHECK(evbuffer_drain(buf, 777) == 0);
	}
	CHECK(evbuffer_get_length(buf) == 0);
	evbuffer_free(buf);
	return t_result();
}
