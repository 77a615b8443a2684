/* event_base_active_by_fd: the added events of an fd that want one of the bits run, with those bits. */
#include "backends/kit.h"

static void
ran(evutil_socket_t fd, short what, void *name)
{
	SAY("  %s: %s\n", (const char *)name, t_what(what));
}

static struct event_base *base;

static void
poke(evutil_socket_t fd, short what)
{
	SAY("%s\n", t_what(what));
	event_base_active_by_fd(base, fd, what);
	SAY(" active %d\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ACTIVE));
	turn(base);
}

int
main(void)
{
	struct event *rd, *both, *none, *timed, *timer;
	evutil_socket_t s[2];
	char fill[4096] = "";

	base = event_base_new();
	event_base_priority_init(base, 2);
	t_pair(s);
	while (send(s[0], fill, sizeof fill, 0) > 0)
		; /* not writable, so that nothing runs by itself */
	rd = event_new(base, s[0], EV_READ | EV_PERSIST, ran, "reader");
	both = event_new(base, s[0], EV_READ | EV_WRITE | EV_PERSIST, ran, "both");
	none = event_new(base, s[0], EV_READ, ran, "not added");
	timed = event_new(base, s[0], EV_READ | EV_PERSIST, ran, "timed");
	timer = event_new(base, s[0], 0, ran, "timer on the fd");
	event_priority_set(timer, 0); /* timeouts that come at once have no order of their own */
	event_add(rd, NULL);
	event_add(both, NULL);
	event_add(timed, MS(60000));
	event_add(timer, MS(60000));
	poke(s[0], EV_READ);
	poke(s[0], EV_WRITE);
	poke(s[0], EV_READ | EV_WRITE);
	poke(s[0], EV_TIMEOUT);
	poke(s[0], EV_CLOSED);
	poke(s[0], EV_SIGNAL);
	poke(s[1], EV_READ);
	poke(-1, EV_READ);
	event_free(rd);
	event_free(both);
	event_free(none);
	event_free(timed);
	event_free(timer);
	event_base_free(base);
	return t_result();
}
