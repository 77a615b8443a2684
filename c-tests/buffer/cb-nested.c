// Callbacks that change the buffer: what is told to whom, and in which order.
// run: once
#include "buffer/kit.h"

static struct evbuffer *other;
static int depth;

static void grows(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *name)
{
	say_change(buf, info, name);
	if (info->n_added && depth < 2) {
		depth++;
		put_text(buf, "more");
		depth--;
		SAY("  %s ends\n", (const char *)name);
	}
}

static void drains(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *name)
{
	say_change(buf, info, name);
	if (evbuffer_get_length(buf) >= 4)
		evbuffer_drain(buf, 4);
}

static void moves(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *name)
{
	say_change(buf, info, name);
	if (evbuffer_get_length(buf))
		evbuffer_add_buffer(other, buf);
	SAY("  %s ends\n", (const char *)name);
}

/* Three callbacks, of which one is FN. */
static void run(const char *title, evbuffer_cb_func fn, int place)
{
	struct evbuffer *buf = evbuffer_new();
	other = evbuffer_new();
	SAY("%s, number %d\n", title, place);
	for (int i = 0; i < 3; i++)
		evbuffer_add_cb(buf, i == place ? fn : say_change, (void *)(i == place ? title : "watches"));
	evbuffer_add_cb(other, say_change, "other");
	put_text(buf, "text");
	SAY(" drain\n");
	evbuffer_drain(buf, 1);
	SAY(" add and drain\n");
	put_text(buf, "text");
	evbuffer_drain(buf, 1000);
	SAY(" done, %zu and %zu bytes\n", evbuffer_get_length(buf), evbuffer_get_length(other));
	evbuffer_free(buf);
	evbuffer_free(other);
}

int main(void)
{
	for (int place = 0; place < 3; place++) {
		run("grows", grows, place);
		run("drains", drains, place);
		run("moves", moves, place);
	}
	return t_result();
}
