// Deferred callbacks that are due run also when the buffer was freed meanwhile, and only then is it really gone; it
// may be freed in them.
#include "buffer/kit.h"

static void frees(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *name)
{
	say_change(buf, info, name);
	evbuffer_free(buf);
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct evbuffer *buf = evbuffer_new();

	SAY("freed in the callback\n");
	evbuffer_defer_callbacks(buf, base);
	evbuffer_add_cb(buf, say_change, "runs");
	evbuffer_add_cb(buf, frees, "frees");
	evbuffer_add_reference(buf, "text", 4, say_cleanup, "reference");
	SAY("loop: %d\n", event_base_loop(base, EVLOOP_NONBLOCK));

	SAY("freed before\n");
	buf = evbuffer_new();
	evbuffer_defer_callbacks(buf, base);
	evbuffer_add_cb(buf, say_change, "still runs");
	evbuffer_add_reference(buf, "text", 4, say_cleanup, "reference");
	SAY("free\n");
	evbuffer_free(buf);
	SAY("loop: %d\n", event_base_loop(base, EVLOOP_NONBLOCK));
	event_base_free(base);
	return t_result();
}
