/* What a signal callback may do between its repeated calls: break the loop, delete and add itself, free itself. */
#include "backends/kit.h"

static int runs, mode;
static struct event_base *base;

static void
ran(evutil_socket_t sig, short what, void *arg)
{
	SAY("  call %d\n", ++runs);
	if (runs != 2)
		return;
	if (mode == 0)
		event_base_loopbreak(base);
	else if (mode == 1) {
		event_del(arg);
		event_add(arg, NULL);
	} else
		event_free(arg);
}

int
main(void)
{
	static const char *const names[] = { "break", "delete and add", "free" };

	for (mode = 0; mode < 3; ++mode) {
		struct event *ev;

		base = event_base_new();
		ev = evsignal_new(base, SIGUSR1, ran, event_self_cbarg());
		event_add(ev, NULL);
		SAY("%s\n", names[mode]);
		runs = 0;
		event_active(ev, EV_SIGNAL, 4);
		for (int i = 0; i < 2; ++i) {
			int r = turn(base);

			SAY(" turn %d, %d calls\n", r, runs);
		}
		if (mode != 2) {
			SAY(" pending %s\n", t_what(event_pending(ev, EV_SIGNAL, NULL)));
			event_free(ev);
		}
		event_base_free(base);
	}
	return t_result();
}
