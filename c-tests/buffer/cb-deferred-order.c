// Deferred callbacks among other events: when they run, and that two buffers keep their order. The loop does not
// end before they have run, and does not wait.
#include "buffer/kit.h"

static struct event_base *base;
static struct evbuffer *first, *second;

T_CALLBACK(on_event)
{
	SAY("event %s\n", (const char *)arg);
	put_text(second, "second");
	put_text(first, "first");
	put_text(second, "second");
	SAY("event %s ends\n", (const char *)arg);
}

int main(void)
{
	base = event_base_new();
	first = evbuffer_new();
	second = evbuffer_new();
	evbuffer_defer_callbacks(first, base);
	evbuffer_defer_callbacks(second, base);
	evbuffer_add_cb(first, say_change, "first");
	evbuffer_add_cb(second, say_change, "second");
	put_text(first, "before");
	event_base_once(base, -1, EV_TIMEOUT, on_event, "one", MS(0));
	event_base_once(base, -1, EV_TIMEOUT, on_event, "two", MS(0));
	SAY("loop: %d\n", event_base_dispatch(base));
	put_text(first, "again");
	SAY("loop: %d\n", event_base_loop(base, EVLOOP_ONCE));
	SAY("active events: %d\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ACTIVE));
	put_text(first, "again");
	SAY("active events: %d\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ACTIVE));
	SAY("loop: %d\n", event_base_dispatch(base));
	evbuffer_free(first);
	evbuffer_free(second);
	event_base_free(base);
	return t_result();
}
