// on: ours
// What a check watcher activates or adds runs in the same turn, or in the next.
#include "t.h"
#include <event2/watch.h>

static struct event *active;
static int events, checks, checks_at_event;

T_CALLBACK(on_event)
{
	events++;
	checks_at_event = checks;
}

static void on_check(struct evwatch *w, const struct evwatch_check_cb_info *info, void *arg)
{
	if (++checks == 1)
		event_active(active, EV_READ, 1);
}

static void on_prepare(struct evwatch *w, const struct evwatch_prepare_cb_info *info, void *arg)
{
	if (checks == 2)
		event_base_loopbreak(evwatch_base(w));
}

int main(void)
{
	struct event_base *base = event_base_new();
	active = event_new(base, -1, 0, on_event, NULL);
	evwatch_check_new(base, on_check, NULL);
	event_base_loop(base, EVLOOP_NONBLOCK | EVLOOP_NO_EXIT_ON_EMPTY);
	CHECK(events == 1 && checks_at_event == 1);

	/* loopbreak in a prepare watcher: the loop ends after this turn. */
	checks = 2;
	evwatch_prepare_new(base, on_prepare, NULL);
	event_base_once(base, -1, EV_TIMEOUT, t_say, "far timer", MS(20));
	CHECK(event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY) == 0);
	CHECK(event_base_got_break(base));
	event_free(active);
	event_base_free(base);
	return t_result();
}
