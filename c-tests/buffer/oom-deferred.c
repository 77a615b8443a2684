// evbuffer_defer_callbacks when there is no memory: -1 and callbacks are called at once, or they are called from the
// loop.
// run: once
#include "buffer/oom.h"

static int calls;

static void on_change(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *arg) { calls++; }

static void scenario(void)
{
	struct event_base *base;
	struct evbuffer *buf;
	int added, deferred;
	oom_off();
	base = event_base_new();
	buf = evbuffer_new();
	calls = 0;
	oom_on();
	deferred = evbuffer_defer_callbacks(buf, base) == 0;
	CHECK(deferred || al.failed);
	added = evbuffer_add_cb(buf, on_change, NULL) != NULL;
	CHECK(added || al.failed);
	oom_off();
	put_text(buf, "text");
	CHECK(calls == (added && !deferred));
	oom_on();
	event_base_loop(base, EVLOOP_NONBLOCK); /* nothing is needed for the calls themselves */
	CHECK(calls == added);
	oom_off();
	evbuffer_free(buf);
	event_base_free(base);
	oom_on();
}

int main(void)
{
	al_start();
	al_every_failure("deferring", scenario);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
