// on: ours
// What a prepare watcher does counts at once: an event that it adds or activates, an end of the
// loop that it asks for.
#include "t.h"
#include <event2/watch.h>

static struct event_base *base;
static struct event *ev;
static int step;

static void change(struct evwatch *watcher, const struct evwatch_prepare_cb_info *info, void *arg)
{
	switch (step++) {
	case 0:
		event_add(ev, MS(1));
		break;
	case 1:
		event_active(ev, EV_READ, 1);
		break;
	default:
		event_base_loopbreak(base);
	}
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
	CHECK(event_base_loop(base, EVLOOP_ONCE | EVLOOP_NO_EXIT_ON_EMPTY) == 0 && result == EV_TIMEOUT);
	CHECK(event_base_loop(base, EVLOOP_ONCE | EVLOOP_NO_EXIT_ON_EMPTY) == 0 && result == (EV_TIMEOUT | EV_READ));
	CHECK(event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY) == 0 && event_base_got_break(base));
	evwatch_free(watcher);
	event_free(ev);
	event_base_free(base);
	return t_result();
}
