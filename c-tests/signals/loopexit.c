/* A signal ends the loop: by loopexit, by loopbreak, by deleting the last event. */
#include "backends/kit.h"

static struct event_base *base;

static void
ran(evutil_socket_t sig, short what, void *arg)
{
	int how = *(int *)arg;

	SAY("  signal, how %d\n", how);
	if (how == 0)
		event_base_loopexit(base, NULL);
	else if (how == 1)
		event_base_loopbreak(base);
	else
		event_del(event_base_get_running_event(base));
}

static void
late(evutil_socket_t sig, short what, void *arg)
{
	SAY("  the other event of the signal\n");
}

int
main(void)
{
	int how;
	struct event *other, *ev;

	base = event_base_new();
	other = event_new(base, SIGTERM, EV_SIGNAL, late, NULL);
	ev = evsignal_new(base, SIGTERM, ran, &how);
	for (how = 0; how < 3; ++how) {
		int r;

		event_add(other, NULL);
		event_add(ev, NULL);
		raise(SIGTERM);
		r = event_base_dispatch(base);
		SAY("dispatch %d, exit %d, break %d\n", r, event_base_got_exit(base), event_base_got_break(base));
		event_del(other);
	}
	event_free(ev);
	event_free(other);
	event_base_free(base);
	return t_result();
}
