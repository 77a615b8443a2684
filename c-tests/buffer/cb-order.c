// The order of several callbacks, of adding the same twice, of removing by entry and by function and argument, and
// what evbuffer_remove_cb does when there are several that match.
// run: once
#include "buffer/kit.h"

static void other(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *name)
{
	SAY("  other %s\n", (const char *)name);
}

int main(void)
{
	static char a[] = "a", b[] = "b", c[] = "c";
	struct evbuffer *buf = evbuffer_new();
	struct evbuffer_cb_entry *entry_a, *entry_b, *entry;

	entry_a = evbuffer_add_cb(buf, say_change, a);
	entry_b = evbuffer_add_cb(buf, say_change, b);
	CHECK(entry_a && entry_b && entry_a != entry_b);
	CHECK(evbuffer_add_cb(buf, say_change, c) != NULL);
	SAY("a, b, c were added\n");
	put_text(buf, "text");
	SAY("remove b: %d\n", evbuffer_remove_cb_entry(buf, entry_b));
	put_text(buf, "text");
	CHECK(evbuffer_add_cb(buf, say_change, a) != NULL);
	CHECK(evbuffer_add_cb(buf, other, a) != NULL);
	SAY("a again, and another function\n");
	put_text(buf, "text");
	SAY("remove a: %d\n", evbuffer_remove_cb(buf, say_change, a));
	put_text(buf, "text");
	SAY("remove a: %d\n", evbuffer_remove_cb(buf, say_change, a));
	put_text(buf, "text");
	SAY("remove a: %d\n", evbuffer_remove_cb(buf, say_change, a));
	SAY("remove b: %d\n", evbuffer_remove_cb(buf, say_change, b));
	SAY("remove the other with c: %d\n", evbuffer_remove_cb(buf, other, c));
	put_text(buf, "text");
	SAY("remove c: %d\n", evbuffer_remove_cb(buf, say_change, c));
	SAY("remove the other: %d\n", evbuffer_remove_cb(buf, other, a));
	put_text(buf, "text");
	SAY("none is left\n");
	entry = evbuffer_add_cb(buf, say_change, a);
	put_text(buf, "text");
	SAY("remove it: %d\n", evbuffer_remove_cb_entry(buf, entry));
	put_text(buf, "text");
	evbuffer_free(buf);
	return t_result();
}
