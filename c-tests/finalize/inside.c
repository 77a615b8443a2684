/* A callback finalizes its own event, and another that waits to run in the same turn. */
#include "backends/kit.h"

static struct event *ev[3];

static void
finalizer(struct event *e, void *arg)
{
	SAY("  finalizer %s\n", (const char *)arg);
}

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	SAY("  callback %s: %s\n", (const char *)arg, t_what(what));
	SAY("  itself %d\n", event_finalize(0, ev[0], finalizer));
	SAY("  the next %d\n", event_free_finalize(0, ev[1], finalizer));
	SAY("  twice %d\n", event_finalize(0, ev[0], finalizer));
}

int
main(void)
{
	struct event_base *base = event_base_new();
	evutil_socket_t s[2];

	t_log();
	t_pair(s);
	ev[0] = event_new(base, s[0], EV_WRITE | EV_PERSIST, ran, "0");
	ev[1] = event_new(base, -1, EV_PERSIST, t_say, "1");
	ev[2] = event_new(base, -1, 0, t_say, "2");
	event_add(ev[0], NULL);
	event_active(ev[1], EV_READ, 1);
	event_active(ev[0], EV_READ, 1);
	event_del(ev[1]);
	event_active(ev[1], EV_READ, 1);
	event_active(ev[2], EV_READ, 1);
	SAY("dispatch %d\n", event_base_dispatch(base));
	event_free(ev[0]);
	event_free(ev[2]);
	event_base_free(base);
	return t_result();
}
