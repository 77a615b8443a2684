// add_buffer, prepend_buffer and remove_buffer: what they return, and what the callbacks of both sides see,
// for empty and filled buffers.
// run: once
#include "buffer/kit.h"

static void run(const char *src_text, const char *dst_text, int what, size_t n)
{
	struct evbuffer *src = evbuffer_new(), *dst = evbuffer_new();
	int result;
	put_text(src, src_text);
	put_text(dst, dst_text);
	evbuffer_add_cb(src, say_change, "source");
	evbuffer_add_cb(dst, say_change, "destination");
	if (what == 0)
		result = evbuffer_add_buffer(dst, src);
	else if (what == 1)
		result = evbuffer_prepend_buffer(dst, src);
	else
		result = evbuffer_remove_buffer(src, dst, n);
	SAY("%s \"%s\" and \"%s\", %zu: %d\n", what == 0 ? "add" : what == 1 ? "prepend" : "remove", src_text,
	    dst_text, n, result);
	say_text("  source", src);
	say_text("  destination", dst);
	evbuffer_free(src);
	evbuffer_free(dst);
}

int main(void)
{
	static const size_t sizes[] = { 0, 1, 3, 4, 5, SIZE_MAX, SIZE_MAX / 2, SIZE_MAX / 2 + 1 };
	for (int i = 0; i < 4; i++) {
		const char *src = i & 1 ? "from" : "", *dst = i & 2 ? "to" : "";
		run(src, dst, 0, 0);
		run(src, dst, 1, 0);
		for (size_t j = 0; j < sizeof sizes / sizeof *sizes; j++)
			run(src, dst, 2, sizes[j]);
	}
	return t_result();
}
