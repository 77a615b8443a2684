// evbuffer_pullup: what it returns, and that no byte is lost.
// run: once
#include "buffer/kit.h"

static void pull(struct evbuffer *buf, ev_ssize_t size)
{
	unsigned char *p = evbuffer_pullup(buf, size);
	SAY("pullup %zd of %zu: ", size, evbuffer_get_length(buf));
	if (p) {
		size_t n = size < 0 ? evbuffer_get_length(buf) : (size_t)size;
		say_bytes(p, n < 20 ? n : 20);
		SAY(", %zu in one piece", evbuffer_get_contiguous_space(buf));
	} else {
		SAY("NULL");
	}
	SAY("\n");
}

int main(void)
{
	static const ev_ssize_t sizes[] = { 0, 1, -1, -2, 11, 12, EV_SSIZE_MAX, EV_SSIZE_MIN };
	struct evbuffer *buf;
	unsigned char *first;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		buf = evbuffer_new();
		SAY("empty: ");
		pull(buf, sizes[i]);
		evbuffer_free(buf);
		buf = BLOCKS("some ", "more", "ov");
		SAY("three blocks: ");
		pull(buf, sizes[i]);
		say_text("then", buf);
		evbuffer_free(buf);
	}
	buf = BLOCKS("some ", "more", "over");
	for (int i = 1; i <= 13; i++)
		pull(buf, i);
	evbuffer_free(buf);

	/* What is in one piece stays where it is. */
	buf = evbuffer_new();
	put_text(buf, "some text");
	first = evbuffer_pullup(buf, 1);
	CHECK(evbuffer_pullup(buf, -1) == first);
	CHECK(evbuffer_pullup(buf, 9) == first);
	evbuffer_drain(buf, 3);
	CHECK(evbuffer_pullup(buf, 1) == first + 3);
	/* The bytes can be changed in place. */
	first = evbuffer_pullup(buf, -1);
	memcpy(first, "EXT", 3);
	say_text("changed", buf);
	evbuffer_free(buf);

	buf = evbuffer_new();
	for (size_t i = 0; i < 300000; i += 1000)
		put(buf, i, 1000);
	first = evbuffer_pullup(buf, 200001);
	CHECK(first && evbuffer_get_contiguous_space(buf) >= 200001);
	CHECK(holds(buf, 0, 300000));
	CHECK(evbuffer_pullup(buf, -1) && evbuffer_get_contiguous_space(buf) == 300000);
	CHECK(holds(buf, 0, 300000));
	evbuffer_free(buf);
	return t_result();
}
