// What evbuffer_add_buffer_reference refuses: buffers with references to other buffers or to files, and itself;
// nothing to refer to is no error.
// run: once
#include "buffer/kit.h"

static void try(const char *title, struct evbuffer *dst, struct evbuffer *src)
{
	SAY("%s: %d\n", title, evbuffer_add_buffer_reference(dst, src));
	say_text("  source", src);
	say_text("  destination", dst);
}

int main(void)
{
	struct evbuffer *src = evbuffer_new(), *dst = evbuffer_new(), *third = evbuffer_new();
	int file = file_with(4);

	evbuffer_add_cb(dst, say_change, "destination");
	try("empty", dst, src);
	evbuffer_expand(src, 10);
	try("an empty block", dst, src);
	put_text(src, "text");
	try("text", dst, src);
	try("itself", src, src);
	try("a reference to a buffer", third, dst);
	put_text(third, "third");
	try("a reference to a buffer, into bytes", third, dst);
	put_text(dst, "and text");
	try("and more", third, dst);
	evbuffer_drain(dst, 4);
	try("the reference is drained", third, dst);
	evbuffer_free(dst);
	evbuffer_free(third);
	evbuffer_free(src);

	src = evbuffer_new();
	dst = evbuffer_new();
	evbuffer_add_file(src, file, 0, 4);
	try("a file", dst, src);
	put_text(src, "text");
	try("a file and text", dst, src);
	evbuffer_free(src);
	evbuffer_free(dst);

	dst = BLOCKS("one", "two");
	evbuffer_expand(dst, 5000);
	src = BLOCKS("three", "four");
	try("after blocks", dst, src);
	say_extents("then", dst);
	evbuffer_free(src);
	put_text(dst, "more");
	say_extents("then", dst);
	evbuffer_free(dst);
	return t_result();
}
