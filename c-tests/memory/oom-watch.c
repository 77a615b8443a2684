// run: once
// on: ours
// Watchers and finalizers with any request for memory refused: NULL, and nothing is lost; what was made is called.
#include "memory/alloc.h"
#include <event2/watch.h>

static int watched, finalized;

static void on_prepare(struct evwatch *watcher, const struct evwatch_prepare_cb_info *info, void *arg) { watched++; }
static void on_check(struct evwatch *watcher, const struct evwatch_check_cb_info *info, void *arg) { watched++; }
static void finalizer(struct event *ev, void *arg) { finalized++; }

static void scenario(void)
{
	long n = al.fail_in;
	int all = al.fail_on;
	al_stop_failing();
	struct event_base *base = event_base_new();
	al_fail(n, all);
	struct evwatch *before = evwatch_prepare_new(base, on_prepare, NULL);
	struct evwatch *after = evwatch_check_new(base, on_check, NULL);
	CHECK((before && after) || al.failed);
	struct event *ev = event_new(base, -1, 0, t_say, "event");
	CHECK(ev || al.failed);
	watched = finalized = 0;
	CHECK(event_base_loop(base, EVLOOP_NONBLOCK | EVLOOP_NO_EXIT_ON_EMPTY) == 0);
	CHECK(watched == !!before + !!after);
	if (ev) {
		CHECK(event_free_finalize(0, ev, finalizer) == 0);
		CHECK(event_base_loop(base, EVLOOP_NONBLOCK | EVLOOP_NO_EXIT_ON_EMPTY) == 0);
		CHECK(finalized == 1);
	}
	if (before)
		evwatch_free(before);
	if (after)
		evwatch_free(after);
	al_stop_failing();
	event_base_free(base);
}

int main(void)
{
	al_start();
	scenario();
	al_every_failure("watchers and finalizers", scenario);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
