// run: epoll,poll
// on: ours
// A finalizer that event_base_free() calls adds events to the base: they are taken off too, and can be freed. (The
// original aborts.)
#include "t.h"

static struct event_base *base;
static struct event *added[3];

static void finalizer(struct event *ev, void *arg)
{
	SAY("finalized\n");
	added[0] = event_new(base, -1, 0, t_say, "timer");
	CHECK(event_add(added[0], MS(1000)) == 0);
	added[1] = event_new(base, SIGUSR1, EV_SIGNAL | EV_PERSIST, t_say, "signal");
	added[2] = event_new(base, -1, EV_READ, t_say, "active");
	event_add(added[1], NULL);
	event_active(added[2], EV_READ, 1);
}

int main(void)
{
	struct sigaction before;
	base = event_base_new();
	struct event *ev = event_new(base, -1, 0, t_say, "never");
	CHECK(event_free_finalize(0, ev, finalizer) == 0);
	event_base_free(base);
	for (int i = 0; i < 3; i++) {
		CHECK(added[i] && !(event_get_events(added[i]) & EV_TIMEOUT));
		if (i != 1)
			event_free(added[i]);
	}
	CHECK(sigaction(SIGUSR1, NULL, &before) == 0 && before.sa_handler == SIG_DFL);
	event_debug_unassign(added[1]);
	free(added[1]);
	return t_result();
}
