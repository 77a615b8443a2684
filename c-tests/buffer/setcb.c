// evbuffer_setcb replaces all callbacks by one that is told the lengths before and after.
// run: once
#include "buffer/kit.h"

static void old_style(struct evbuffer *buf, size_t before, size_t after, void *name)
{
	SAY("  %s: %zu to %zu, is %zu\n", (const char *)name, before, after, evbuffer_get_length(buf));
}

int main(void)
{
	struct evbuffer *buf = evbuffer_new(), *other = evbuffer_new();
	SAY("set: %d\n", evbuffer_setcb(buf, old_style, "old"));
	put_text(buf, "text");
	evbuffer_drain(buf, 1);
	SAY("one more\n");
	evbuffer_add_cb(buf, say_change, "new");
	put_text(buf, "text");
	SAY("set another: %d\n", evbuffer_setcb(buf, old_style, "another"));
	put_text(buf, "text");
	SAY("as remove_cb sees it: %d\n", evbuffer_remove_cb(buf, (evbuffer_cb_func)(void *)old_style, "another"));
	put_text(buf, "text");
	put_text(other, "other");
	evbuffer_add_cb(buf, say_change, "new");
	SAY("set nothing: %d\n", evbuffer_setcb(buf, NULL, NULL));
	put_text(buf, "text");
	SAY("set: %d\n", evbuffer_setcb(buf, old_style, "old"));
	evbuffer_add_buffer(buf, other);
	evbuffer_prepend(buf, "text", 4);
	evbuffer_expand(buf, 5000);
	evbuffer_pullup(buf, -1);
	evbuffer_drain(buf, 1000);
	evbuffer_free(buf);
	evbuffer_free(other);
	return t_result();
}
