// evbuffer_add_buffer_reference: the source keeps its bytes, both can be changed, drained and freed in any order.
// run: once
#include "buffer/kit.h"

static struct evbuffer *source(void)
{
	struct evbuffer *buf = evbuffer_new();
	put_text(buf, "copied ");
	evbuffer_add_reference(buf, "referenced", 10, say_cleanup, "reference");
	return buf;
}

static void both(struct evbuffer *src, struct evbuffer *dst)
{
	say_text("  source", src);
	say_text("  destination", dst);
}

int main(void)
{
	struct evbuffer *src = source(), *dst = evbuffer_new(), *third;

	evbuffer_add_cb(src, say_change, "source");
	evbuffer_add_cb(dst, say_change, "destination");
	SAY("add: %d\n", evbuffer_add_buffer_reference(dst, src));
	both(src, dst);
	SAY("again: %d\n", evbuffer_add_buffer_reference(dst, src));
	both(src, dst);
	say_extents("  destination", dst);
	CHECK(evbuffer_pullup(src, 1) == evbuffer_pullup(dst, 1)); /* the same memory */
	SAY("more into both\n");
	put_text(src, " more");
	put_text(dst, " on");
	both(src, dst);
	SAY("drain the source\n");
	evbuffer_drain(src, 1000);
	both(src, dst);
	SAY("drain the destination\n");
	evbuffer_drain(dst, 30);
	both(src, dst);
	evbuffer_drain(dst, 30);
	evbuffer_free(src);
	evbuffer_free(dst);

	SAY("the source is freed first\n");
	src = source();
	dst = evbuffer_new();
	evbuffer_add_buffer_reference(dst, src);
	evbuffer_free(src);
	say_text("  destination", dst);
	SAY("then the destination\n");
	evbuffer_free(dst);

	SAY("the destination is freed first\n");
	src = source();
	dst = evbuffer_new();
	evbuffer_add_buffer_reference(dst, src);
	evbuffer_free(dst);
	say_text("  source", src);
	SAY("then the source\n");
	evbuffer_free(src);

	SAY("three destinations\n");
	src = source();
	dst = evbuffer_new();
	third = evbuffer_new();
	evbuffer_add_buffer_reference(dst, src);
	evbuffer_add_buffer_reference(third, src);
	evbuffer_free(src);
	evbuffer_drain(dst, 8);
	both(third, dst);
	SAY("free one\n");
	evbuffer_free(dst);
	SAY("free the other\n");
	evbuffer_free(third);

	SAY("drained before\n");
	src = source();
	dst = evbuffer_new();
	evbuffer_drain(src, 3);
	evbuffer_add_buffer_reference(dst, src);
	evbuffer_prepend(src, "S", 1);
	evbuffer_prepend(dst, "D", 1);
	both(src, dst);
	evbuffer_add(src, "S", 1);
	evbuffer_add(dst, "D", 1);
	both(src, dst);
	evbuffer_free(src);
	evbuffer_free(dst);
	return t_result();
}
