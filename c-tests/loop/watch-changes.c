// on: ours
// What a prepare watcher does counts at once: an event that it adds or activates, an end of the
// loop that it asks for.
#include "t.h"
#include <event2/watch.h>

static struct event_base *base;
static struct event *ev;
static enum { NOTHING, ADD, ACTIVATE, BREAK } wish;

static void change(struct evwatch *watcher, const struct evwatch_prepare_cb_info *info, void *arg)
{
	if (wish == ADD)
		event_add(ev, MS(1));
	else if (wish == ACTIVATE)
		event_active(ev, EV_READ, 1);
	else if (wish == BREAK)
		event_base_loopbreak(base);
	wish = NOTHING;
}

static void ran(evutil_socket_t fd, short what, void *arg)
{
	int *result = arg;
	*result |= what;
}

int main(void)
{
	struct evwatch *watcher;
	int result = 0;
	base = event_base_new();
	ev = event_new(base, -1, 0, ran, &result);
	watcher = evwatch_prepare_new(base, change, NULL);
	wish = ADD;
	CHECK(event_base_loop(base, EVLOOP_ONCE | EVLOOP_NO_EXIT_ON_EMPTY) == 0 && result == EV_TIMEOUT);
	wish = ACTIVATE;
	CHECK(event_base_loop(base, EVLOOP_ONCE | EVLOOP_NO_EXIT_ON_EMPTY) == 0 && result == (EV_TIMEOUT | EV_READ));
	wish = BREAK;
	CHECK(event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY) == 0 && event_base_got_break(base));
	evwatch_free(watcher);
	event_free(ev);
	event_base_free(base);
	return t_result();
}
