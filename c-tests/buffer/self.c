// A buffer given to itself: nothing changes. Only evbuffer_add_buffer_reference says that this is an error.
// run: once
#include "buffer/kit.h"

static void all(const char *title, struct evbuffer *buf)
{
	evbuffer_add_cb(buf, say_change, "changed");
	SAY("%s: add_buffer %d\n", title, evbuffer_add_buffer(buf, buf));
	SAY("prepend_buffer %d\n", evbuffer_prepend_buffer(buf, buf));
	SAY("remove_buffer %d\n", evbuffer_remove_buffer(buf, buf, 5));
	SAY("remove_buffer, all %d\n", evbuffer_remove_buffer(buf, buf, 100));
	SAY("remove_buffer, nothing %d\n", evbuffer_remove_buffer(buf, buf, 0));
	SAY("add_buffer_reference %d\n", evbuffer_add_buffer_reference(buf, buf));
	say_text("then", buf);
	say_extents("then", buf);
	evbuffer_free(buf);
}

int main(void)
{
	struct evbuffer *buf = evbuffer_new();
	all("empty", buf);
	buf = evbuffer_new();
	evbuffer_expand(buf, 10);
	all("an empty block", buf);
	buf = evbuffer_new();
	put_text(buf, "some text");
	all("one block", buf);
	all("blocks", BLOCKS("some ", "more", "over"));
	return t_result();
}
