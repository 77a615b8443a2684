// evbuffer_new, evbuffer_add_cb, evbuffer_setcb and evbuffer_enable_locking when there is no memory.
// run: once
#include "buffer/oom.h"
#include <event2/thread.h>

static int calls;

static void on_change(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *arg) { calls++; }
static void old_style(struct evbuffer *buf, size_t before, size_t after, void *arg) { calls++; }

static void scenario(void)
{
	struct evbuffer *buf = evbuffer_new();
	struct evbuffer_cb_entry *entry;
	int added = 0;
	if (!buf) {
		CHECK(al.failed);
		return;
	}
	CHECK(evbuffer_enable_locking(buf, NULL) == 0 || al.failed);
	entry = evbuffer_add_cb(buf, on_change, NULL);
	CHECK(entry || al.failed);
	added += entry != NULL;
	entry = evbuffer_add_cb(buf, on_change, NULL);
	CHECK(entry || al.failed);
	added += entry != NULL;
	oom_off();
	calls = 0;
	put_text(buf, "text");
	CHECK(calls == added);
	oom_on();
	/* The callbacks that were there are gone even if the new one cannot be made. */
	added = evbuffer_setcb(buf, old_style, NULL) == 0;
	CHECK(added || al.failed);
	oom_off();
	calls = 0;
	put_text(buf, "text");
	CHECK(calls == added);
	evbuffer_free(buf);
}

int main(void)
{
	evthread_use_pthreads();
	al_start();
	al_every_failure("buffers and callbacks", scenario);
	CHECK(al.live == 0);
	return t_result();
}
