// event_base_get_num_events and _max_events through the life of some events.
#include "t.h"

static struct event_base *base;

static void show(const char *when)
{
	SAY("%s:", when);
	for (unsigned flags = 0; flags < 8; flags++)
		SAY(" %d", event_base_get_num_events(base, flags));
	SAY(", most");
	for (unsigned flags = 0; flags < 8; flags++)
		SAY(" %d", event_base_get_max_events(base, flags, 0));
	SAY("\n");
}

T_CALLBACK(on_event) { show(arg); }

int main(void)
{
	evutil_socket_t sock[2];
	struct event *ev[4];
	t_pair(sock);
	base = event_base_new();
	ev[0] = event_new(base, sock[0], EV_WRITE, on_event, "in the writer");
	ev[1] = event_new(base, sock[0], EV_READ | EV_PERSIST, on_event, "in the reader");
	ev[2] = event_new(base, -1, 0, on_event, "in the user event");
	ev[3] = evtimer_new(base, on_event, "in the timer");
	show("new");
	event_add(ev[0], NULL);
	show("writer added");
	event_add(ev[1], MS(3600000));
	show("reader with a timeout added");
	event_add(ev[3], MS(0));
	show("timer added");
	event_active(ev[2], EV_READ, 1);
	show("user event active");
	event_active(ev[1], EV_READ, 1);
	show("reader active too");
	event_base_loop(base, EVLOOP_NONBLOCK);
	show("after the loop");
	event_remove_timer(ev[1]);
	show("timeout removed");
	event_del(ev[1]);
	show("reader deleted");

	SAY("clearing:");
	for (unsigned flags = 1; flags < 8; flags <<= 1)
		SAY(" %d", event_base_get_max_events(base, flags, 1));
	SAY("\n");
	show("cleared");
	event_active(ev[2], EV_READ, 1);
	event_base_once(base, -1, EV_TIMEOUT, on_event, "in a once event", NULL);
	show("a few more");
	event_base_loop(base, EVLOOP_NONBLOCK);
	SAY("clearing all: %d\n", event_base_get_max_events(base, 7, 1));
	show("cleared");
	event_base_loopexit(base, NULL);
	show("loopexit");
	for (int i = 0; i < 4; i++)
		event_free(ev[i]);
	event_base_free(base);
	return t_result();
}
