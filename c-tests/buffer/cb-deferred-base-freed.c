// Deferred callbacks when their base is freed: those that are due do not run, and the buffer can be freed before or
// after the base. (The original leaks the buffer, or looks at the freed base.)
// on: ours
#include "memory/alloc.h"
#include "buffer/kit.h"

static int calls;

static void on_change(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *arg) { calls++; }

int main(void)
{
	al_start();
	for (int i = 0; i < 4; i++) {
		struct event_base *base = event_base_new();
		struct evbuffer *buf = evbuffer_new();
		evbuffer_defer_callbacks(buf, base);
		evbuffer_add_cb(buf, on_change, NULL);
		if (i < 2)
			put_text(buf, "text");
		if (i % 2) {
			evbuffer_free(buf);
			event_base_free(base);
		} else {
			event_base_free(base);
			evbuffer_free(buf);
		}
		CHECK(calls == 0);
		libevent_global_shutdown();
		CHECK(al.live == 0);
	}
	SAY("done\n");
	return t_result();
}
