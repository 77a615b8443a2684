// A callback that adds others, or enables and disables them: who hears of the change that is being told.
// run: once
#include "buffer/kit.h"

static struct evbuffer_cb_entry *first, *third;
static int turns;

static void adds(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *name)
{
	say_change(buf, info, name);
	if (turns++ < 2)
		evbuffer_add_cb(buf, say_change, "added inside");
}

static void toggles(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *name)
{
	say_change(buf, info, name);
	if (turns++ % 2) {
		evbuffer_cb_set_flags(buf, first, EVBUFFER_CB_ENABLED);
		evbuffer_cb_set_flags(buf, third, EVBUFFER_CB_ENABLED);
	} else {
		evbuffer_cb_clear_flags(buf, first, EVBUFFER_CB_ENABLED);
		evbuffer_cb_clear_flags(buf, third, EVBUFFER_CB_ENABLED);
	}
}

static void run(const char *title, evbuffer_cb_func fn)
{
	struct evbuffer *buf = evbuffer_new();
	turns = 0;
	SAY("%s\n", title);
	first = evbuffer_add_cb(buf, say_change, "first");
	evbuffer_add_cb(buf, fn, "second");
	third = evbuffer_add_cb(buf, say_change, "third");
	for (int i = 0; i < 4; i++) {
		SAY(" add\n");
		put_text(buf, "text");
	}
	evbuffer_free(buf);
}

int main(void)
{
	run("adds", adds);
	run("toggles", toggles);
	return t_result();
}
