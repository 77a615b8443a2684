// evbuffer_add and evbuffer_remove: first in, first out, for all sizes; what they return.
// run: once
#include "buffer/kit.h"

static void sizes(size_t in, size_t out)
{
	struct evbuffer *buf = evbuffer_new();
	size_t written = 0, taken = 0;
	unsigned char *got = malloc(out);
	while (written < 60000) {
		CHECK(put(buf, written, in) == 0);
		written += in;
		while (evbuffer_get_length(buf) >= out) {
			unsigned char *want = stream(taken, out);
			CHECK(evbuffer_remove(buf, got, out) == (int)out);
			CHECK(memcmp(got, want, out) == 0);
			taken += out;
			free(want);
		}
		CHECK(evbuffer_get_length(buf) == written - taken);
	}
	CHECK(holds(buf, taken, written - taken));
	free(got);
	evbuffer_free(buf);
}

int main(void)
{
	static const size_t some[] = { 1, 7, 100, 976, 977, 1000, 4048, 4096, 10007 };
	const size_t n = sizeof some / sizeof *some;
	struct evbuffer *buf = evbuffer_new();
	char text[20];

	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < n; j++)
			sizes(some[i], some[j]);
	}
	SAY("empty: remove %d, of nothing %d\n", evbuffer_remove(buf, text, 10), evbuffer_remove(buf, text, 0));
	SAY("add nothing: %d, from NULL %d\n", evbuffer_add(buf, "x", 0), evbuffer_add(buf, NULL, 0));
	say_extents("then", buf);
	put_text(buf, "text");
	SAY("remove nothing: %d\n", evbuffer_remove(buf, text, 0));
	SAY("remove more than there is: %d\n", evbuffer_remove(buf, text, 20));
	put_text(buf, "text");
	SAY("remove very much: %d\n", evbuffer_remove(buf, text, SIZE_MAX));
	say_text("then", buf);
	put_text(buf, "a\0b");
	evbuffer_add(buf, "\0\377", 2);
	say_text("any bytes", buf);
	evbuffer_free(buf);
	return t_result();
}
