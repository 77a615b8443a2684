// What was given to event_new and event_assign comes back from the getters.
#include "t.h"
#include <event2/event_struct.h>

static void show(const struct event *ev, struct event_base *base, void *arg)
{
	struct event_base *got_base = NULL;
	evutil_socket_t got_fd = -99;
	short got_events = -99;
	event_callback_fn got_cb = NULL;
	void *got_arg = NULL;

	SAY("fd %d, events %s, priority %d, signal %d, initialized %d\n",
	    (int)event_get_fd(ev), t_what(event_get_events(ev)), event_get_priority(ev),
	    event_get_signal(ev), event_initialized(ev));
	CHECK(event_get_base(ev) == base);
	CHECK(event_get_callback(ev) == t_say);
	CHECK(event_get_callback_arg(ev) == arg);
	event_get_assignment(ev, &got_base, &got_fd, &got_events, &got_cb, &got_arg);
	CHECK(got_base == base && got_fd == event_get_fd(ev));
	CHECK(got_events == event_get_events(ev));
	CHECK(got_cb == t_say && got_arg == arg);
	event_get_assignment(ev, NULL, NULL, NULL, NULL, NULL);
}

int main(void)
{
	static const struct { int fd, events; } cases[] = {
		{ 0, EV_READ }, { 1, EV_WRITE | EV_PERSIST }, { 7, EV_READ | EV_WRITE | EV_ET },
		{ -1, 0 }, { -1, EV_TIMEOUT }, { -1, EV_PERSIST }, { 3, 0 }, { -7, EV_READ },
		{ SIGUSR1, EV_SIGNAL }, { SIGUSR1, EV_SIGNAL | EV_PERSIST }, { 5, EV_CLOSED },
		{ -1, EV_FINALIZE }, { 2, EV_READ | EV_TIMEOUT | EV_FINALIZE | EV_PERSIST },
	};
	struct event_base *base = event_base_new();
	struct event *ev, assigned;
	char arg;

	event_base_priority_init(base, 5);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		ev = event_new(base, cases[i].fd, cases[i].events, t_say, &arg);
		show(ev, base, &arg);
		event_free(ev);
		SAY("assign %d\n", event_assign(&assigned, base, cases[i].fd, cases[i].events,
		    t_say, NULL));
		show(&assigned, base, NULL);
	}

	/* The event itself as the argument. */
	ev = event_new(base, -1, EV_READ, t_say, event_self_cbarg());
	show(ev, base, ev);
	event_free(ev);
	event_assign(&assigned, base, -1, EV_READ, t_say, event_self_cbarg());
	show(&assigned, base, &assigned);
	CHECK(event_self_cbarg() != NULL);

	/* The shorter names. */
	show(ev = evtimer_new(base, t_say, &arg), base, &arg);
	event_free(ev);
	show(ev = evsignal_new(base, SIGUSR2, t_say, &arg), base, &arg);
	event_free(ev);
	show(ev = evuser_new(base, t_say, &arg), base, &arg);
	event_free(ev);
	event_base_free(base);
	return t_result();
}
