// event_active: what the callback is told, and that it leaves the event pending or not.
#include "t.h"

static struct event *self;
static int rounds;

T_CALLBACK(on_event)
{
	SAY("callback %#x fd %d, pending %s\n", (unsigned)(unsigned short)what, fd >= 0,
	    t_what(event_pending(arg, 0x7fff, NULL)));
}

T_CALLBACK(on_self)
{
	SAY("round %d\n", ++rounds);
	if (rounds < 3) {
		event_active(self, EV_READ, 1);
		SAY("active %s\n", t_what(event_pending(self, 0x7fff, NULL)));
	}
}

int main(void)
{
	static const int results[] = { 0, EV_READ, EV_TIMEOUT | EV_WRITE, EV_SIGNAL, 0x7fff };
	static const short calls[] = { 1, 0, 5, -1 };
	struct event_base *base = event_base_new();
	struct event *ev;
	evutil_socket_t sock[2];
	t_pair(sock);

	ev = event_new(base, -1, 0, on_event, event_self_cbarg());
	for (int i = 0; i < 5; i++) {
		event_active(ev, results[i], 1);
		SAY("loop %d\n", event_base_dispatch(base));
	}
	for (int i = 0; i < 4; i++) { /* the number of calls means nothing here */
		event_active(ev, EV_READ, calls[i]);
		SAY("loop %d\n", event_base_dispatch(base));
	}
	event_active(ev, EV_READ, 1);
	event_active(ev, EV_READ, 1);
	event_active(ev, EV_WRITE, 1);
	SAY("loop %d\n", event_base_dispatch(base));
	evuser_trigger(ev);
	SAY("evuser_pending %d\n", evuser_pending(ev, NULL));
	SAY("loop %d\n", event_base_dispatch(base));
	event_free(ev);

	for (int persist = 0; persist <= EV_PERSIST; persist += EV_PERSIST) {
		ev = event_new(base, sock[0], EV_READ | persist, on_event, event_self_cbarg());
		event_add(ev, MS(3600000));
		event_active(ev, EV_WRITE, 1);
		SAY("pending io, %s: loop %d\n", t_what(persist),
		    event_base_loop(base, EVLOOP_NONBLOCK));
		SAY("after it: %s\n", t_what(event_pending(ev, 0x7fff, NULL)));
		event_free(ev);
	}

	self = event_new(base, -1, 0, on_self, NULL);
	event_active(self, EV_READ, 1);
	SAY("loop %d\n", event_base_dispatch(base));
	event_free(self);
	event_base_free(base);
	return t_result();
}
