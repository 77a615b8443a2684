// on: ours
// Watchers freed and made inside watcher callbacks: the callback's own, and others.
#include "t.h"
#include <event2/watch.h>

static struct event_base *base;
static struct evwatch *self, *next, *previous;
static int self_calls, next_calls, previous_calls, check_calls, made_calls;

static void on_made(struct evwatch *w, const struct evwatch_prepare_cb_info *info, void *arg)
{
	made_calls++;
}

static void on_prepare(struct evwatch *w, const struct evwatch_prepare_cb_info *info, void *arg)
{
	++*(int *)arg;
	if (w == self) {
		CHECK(evwatch_base(w) == base);
		evwatch_free(previous);
		evwatch_free(w);
		evwatch_prepare_new(base, on_made, NULL);
	}
}

static void on_check(struct evwatch *w, const struct evwatch_check_cb_info *info, void *arg)
{
	check_calls++;
	if (arg)
		evwatch_free(next);
	evwatch_free(w);
}

static void turn(void)
{
	event_base_loop(base, EVLOOP_NONBLOCK | EVLOOP_NO_EXIT_ON_EMPTY);
}

int main(void)
{
	base = event_base_new();
	previous = evwatch_prepare_new(base, on_prepare, &previous_calls);
	self = evwatch_prepare_new(base, on_prepare, &self_calls);
	next = evwatch_prepare_new(base, on_prepare, &next_calls);
	evwatch_check_new(base, on_check, NULL);
	evwatch_check_new(base, on_check, base); /* frees a watcher of the other kind */
	turn();
	CHECK(previous_calls == 1 && self_calls == 1 && next_calls == 1 && check_calls == 2);
	CHECK(made_calls <= 1); /* in the same turn or from the next one on */
	made_calls = 0;
	turn();
	turn();
	CHECK(previous_calls == 1 && self_calls == 1 && next_calls == 1 && check_calls == 2);
	CHECK(made_calls == 2);
	event_base_free(base);
	return t_result();
}
