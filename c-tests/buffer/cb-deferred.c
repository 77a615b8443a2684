// evbuffer_defer_callbacks: the callbacks run once in the next turn of the loop, with all that happened since.
#include "buffer/kit.h"

static struct event_base *base;

static void turn(const char *title)
{
	SAY("%s\n", title);
	SAY(" loop: %d\n", event_base_loop(base, EVLOOP_NONBLOCK));
}

static void grows(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *name)
{
	say_change(buf, info, name);
	if (evbuffer_get_length(buf) < 10)
		put_text(buf, "more");
}


int main(void)
{
	struct evbuffer *buf = evbuffer_new();
	struct evbuffer_cb_entry *entry;
	struct event_base *other;
	base = event_base_new();
	evbuffer_add_cb(buf, say_change, "a");
	SAY("defer: %d\n", evbuffer_defer_callbacks(buf, base));
	turn("nothing");
	put_text(buf, "text");
	turn("4 added");
	put_text(buf, "text");
	evbuffer_drain(buf, 3);
	put_text(buf, "text");
	evbuffer_prepend(buf, "x", 1);
	turn("added, drained, added, prepended");
	put_text(buf, "text");
	evbuffer_drain(buf, 4);
	turn("4 added, 4 drained");
	turn("nothing");
	entry = evbuffer_add_cb(buf, say_change, "b");
	put_text(buf, "text");
	turn("two callbacks");
	put_text(buf, "text");
	evbuffer_cb_clear_flags(buf, entry, EVBUFFER_CB_ENABLED);
	turn("disabled before the loop ran");
	put_text(buf, "text");
	evbuffer_cb_set_flags(buf, entry, EVBUFFER_CB_ENABLED);
	turn("enabled before the loop ran");
	put_text(buf, "text");
	evbuffer_remove_cb_entry(buf, entry);
	turn("removed before the loop ran");
	put_text(buf, "text");
	evbuffer_setcb(buf, NULL, NULL);
	turn("all removed before the loop ran");
	evbuffer_add_cb(buf, say_change, "late");
	turn("one added after the change");
	put_text(buf, "text");
	turn("and a change");
	evbuffer_setcb(buf, NULL, NULL);
	put_text(buf, "text");
	evbuffer_add_cb(buf, say_change, "late");
	turn("one added after the change, in the same turn");
	evbuffer_free(buf);
	turn("freed");

	buf = evbuffer_new();
	evbuffer_add_cb(buf, grows, "grows");
	evbuffer_defer_callbacks(buf, base);
	put_text(buf, "text");
	turn("a callback that adds");
	put_text(buf, "text");
	evbuffer_free(buf);
	turn("freed with the callback due");

	buf = evbuffer_new();
	evbuffer_add_cb(buf, say_change, "moved");
	evbuffer_defer_callbacks(buf, base);
	other = event_base_new();
	SAY("defer to another base: %d\n", evbuffer_defer_callbacks(buf, other));
	put_text(buf, "text");
	turn("the first base");
	SAY("the other\n loop: %d\n", event_base_loop(other, EVLOOP_NONBLOCK));
	evbuffer_free(buf);
	event_base_free(other);
	event_base_free(base);
	return t_result();
}
