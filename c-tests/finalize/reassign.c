/* After its finalizer an event is free to be assigned and added again; also in the finalizer itself. */
#include "backends/kit.h"

#include <event2/event_struct.h>

static struct event_base *base;
static int rounds;

static void
finalizer(struct event *ev, void *arg)
{
	SAY("  finalizer %d\n", rounds);
	if (++rounds < 3) {
		SAY("  assign %d\n", event_assign(ev, base, -1, 0, t_say, "assigned in the finalizer"));
		SAY("  add %d\n", event_add(ev, MS(1)));
	}
}

int
main(void)
{
	struct event ev;
	evutil_socket_t s[2];

	t_log();
	base = event_base_new();
	t_pair(s);
	event_assign(&ev, base, s[0], EV_WRITE | EV_PERSIST, t_say, "writer");
	event_add(&ev, NULL);
	for (int i = 0; i < 3; ++i) {
		SAY("finalize %d\n", event_finalize(0, &ev, finalizer));
		SAY("dispatch %d\n", event_base_dispatch(base));
	}
	SAY("assign %d\n", event_assign(&ev, base, s[0], EV_WRITE, t_say, "writer again"));
	SAY("add %d\n", event_add(&ev, NULL));
	SAY("dispatch %d\n", event_base_dispatch(base));
	event_base_free(base);
	return t_result();
}
