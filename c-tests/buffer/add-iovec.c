// evbuffer_add_iovec: any number of pieces, also empty ones; it returns how many bytes were added.
// run: once
#include "buffer/kit.h"

static void add(const char *title, struct evbuffer_iovec *vec, int n)
{
	struct evbuffer *buf = evbuffer_new();
	put_text(buf, "first ");
	evbuffer_add_cb(buf, say_change, "changed");
	SAY("%s: %zu\n", title, evbuffer_add_iovec(buf, vec, n));
	say_text("then", buf);
	evbuffer_free(buf);
}

int main(void)
{
	struct evbuffer_iovec vec[4] = { { "some ", 5 }, { "", 0 }, { NULL, 0 }, { "text", 4 } }, many[300];
	struct evbuffer *buf;

	for (int n = 0; n <= 4; n++)
		add("pieces", vec, n);
	add("no array", NULL, 0);
	add("a negative number", vec, -1);
	for (int i = 0; i < 300; i++)
		many[i] = (struct evbuffer_iovec){ stream((size_t)i * 100, 100), 100 };
	buf = evbuffer_new();
	SAY("300 pieces: %zu\n", evbuffer_add_iovec(buf, many, 300));
	CHECK(holds(buf, 0, 30000));
	say_extents("then", buf);
	evbuffer_free(buf);
	for (int i = 0; i < 300; i++)
		free(many[i].iov_base);
	return t_result();
}
