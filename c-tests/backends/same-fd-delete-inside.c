/* A callback deletes its sibling on the same fd, which was to run in the same turn: it does not. */
#include "backends/kit.h"

static struct event *ev[3];

static void
kill_others(evutil_socket_t fd, short what, void *arg)
{
	struct event **self = arg;

	SAY("  %d: %s\n", (int)(self - ev), t_what(what));
	for (int i = 0; i < 3; ++i)
		if (ev + i != self) {
			SAY("  deletes %d (pending %s): %d\n", i, t_what(event_pending(ev[i], EV_READ | EV_WRITE, NULL)),
			    event_del(ev[i]));
		}
}

int
main(void)
{
	struct event_base *base = event_base_new();
	evutil_socket_t s[2];

	t_pair(s);
	must_write(s[1], "x");
	for (int i = 0; i < 3; ++i) {
		ev[i] = event_new(base, s[0], (i == 1 ? EV_WRITE : EV_READ) | EV_PERSIST, kill_others, &ev[i]);
		CHECK(event_add(ev[i], NULL) == 0);
	}
	SAY("first turn\n");
	turn(base);
	SAY("second turn\n");
	turn(base);
	for (int i = 0; i < 3; ++i)
		event_free(ev[i]);
	SAY("events left: %d\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED | EVENT_BASE_COUNT_ACTIVE));
	event_base_free(base);
	return t_result();
}
