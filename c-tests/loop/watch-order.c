// on: ours
// Prepare watchers run before the wait, check watchers after it and before the events,
// each kind in the order of creation. They do not keep a loop alive.
#include "t.h"
#include <event2/watch.h>

static char trace[200];

static void on_prepare(struct evwatch *w, const struct evwatch_prepare_cb_info *info, void *arg)
{
	strcat(trace, arg);
}

static void on_check(struct evwatch *w, const struct evwatch_check_cb_info *info, void *arg)
{
	strcat(trace, arg);
}

T_CALLBACK(on_event) { strcat(trace, arg); }

static void expect(const char *text)
{
	if (!CHECK(strcmp(trace, text) == 0))
		SAY("expected \"%s\", got \"%s\"\n", text, trace);
	trace[0] = 0;
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct evwatch *w[4];
	w[0] = evwatch_check_new(base, on_check, "c1 ");
	w[1] = evwatch_prepare_new(base, on_prepare, "p1 ");
	w[2] = evwatch_prepare_new(base, on_prepare, "p2 ");
	w[3] = evwatch_check_new(base, on_check, "c2 ");
	for (int i = 0; i < 4; i++)
		CHECK(w[i] && evwatch_base(w[i]) == base);

	CHECK(event_base_dispatch(base) == 1);
	expect("");
	event_base_once(base, -1, EV_TIMEOUT, on_event, "event ", NULL);
	CHECK(event_base_dispatch(base) == 1);
	expect("p1 p2 c1 c2 event ");
	CHECK(event_base_loop(base, EVLOOP_NONBLOCK | EVLOOP_NO_EXIT_ON_EMPTY) == 0);
	expect("p1 p2 c1 c2 ");

	evwatch_free(w[0]);
	evwatch_free(w[2]);
	event_base_once(base, -1, EV_TIMEOUT, on_event, "timer ", MS(1));
	CHECK(event_base_loop(base, EVLOOP_ONCE) == 0);
	CHECK(strlen(trace) > 6 && strcmp(trace + strlen(trace) - 6, "timer ") == 0);
	CHECK(strncmp(trace, "p1 c2 ", 6) == 0);
	/* The base frees the other two. */
	event_base_free(base);
	return t_result();
}
