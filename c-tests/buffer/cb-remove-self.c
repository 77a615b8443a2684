// A callback that removes itself, by entry or by function and argument, is the first, the middle or the last one;
// the others are called all the same.
// run: once
#include "buffer/kit.h"

static struct evbuffer_cb_entry *own;

static void by_entry(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *name)
{
	say_change(buf, info, name);
	SAY("  removed: %d\n", evbuffer_remove_cb_entry(buf, own));
}

static void by_function(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *name)
{
	say_change(buf, info, name);
	SAY("  removed: %d\n", evbuffer_remove_cb(buf, by_function, name));
}

static void disables(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *name)
{
	say_change(buf, info, name);
	SAY("  disabled: %d\n", evbuffer_cb_clear_flags(buf, own, EVBUFFER_CB_ENABLED));
}

/* Removes itself and adds itself again. */
static void again(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *name)
{
	say_change(buf, info, name);
	SAY("  removed: %d\n", evbuffer_remove_cb_entry(buf, own));
	own = evbuffer_add_cb(buf, again, name);
}

static void run(const char *title, evbuffer_cb_func fn)
{
	for (int place = 0; place < 3; place++) {
		struct evbuffer *buf = evbuffer_new();
		SAY("%s, number %d\n", title, place);
		for (int i = 0; i < 3; i++) {
			static const char *const names[] = { "first", "second", "third" };
			if (i == place)
				own = evbuffer_add_cb(buf, fn, "own");
			else
				evbuffer_add_cb(buf, say_change, (void *)names[i]);
		}
		put_text(buf, "text");
		SAY(" drain\n");
		evbuffer_drain(buf, 2);
		evbuffer_free(buf);
	}
}

int main(void)
{
	run("by entry", by_entry);
	run("by function", by_function);
	run("disables itself", disables);
	run("again", again);
	return t_result();
}
