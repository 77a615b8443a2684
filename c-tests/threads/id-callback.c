/* evthread_set_id_callback: the base asks who runs it, and who calls; a false answer makes a stranger of the caller. */
#include "backends/kit.h"

#include <event2/thread.h>

static unsigned long me = 1;
static int asked;

static unsigned long
id(void)
{
	++asked;
	return me;
}

static void
ran(evutil_socket_t fd, short what, void *base)
{
	SAY("  ran\n");
	CHECK(event_base_get_running_event(base) != NULL);
	me = 2;
	SAY("  running, asked by another: %s\n", event_base_get_running_event(base) ? "an event" : "none");
	me = 1;
}

int
main(void)
{
	struct event_base *base;
	struct event *ev;

	evthread_use_pthreads();
	evthread_set_id_callback(id);
	base = event_base_new();
	ev = event_new(base, -1, 0, ran, base);
	event_active(ev, EV_TIMEOUT, 1);
	asked = 0;
	SAY("dispatch %d\n", event_base_dispatch(base));
	SAY("asked: %s\n", asked ? "yes" : "no");
	event_free(ev);
	event_base_free(base);
	libevent_global_shutdown();
	return t_result();
}
