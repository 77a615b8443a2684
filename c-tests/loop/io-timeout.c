// An io event with a timeout, not persistent: it fires once, by data or by time.
#include "t.h"

T_CALLBACK(on_event)
{
	SAY("%s, pending %s\n", t_what(what),
	    t_what(event_pending(*(struct event **)arg, EV_READ | EV_TIMEOUT, NULL)));
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct event *ev;
	evutil_socket_t sock[2];
	long start = now_ms();
	t_pair(sock);
	ev = event_new(base, sock[0], EV_READ, on_event, &ev);
	event_add(ev, MS(40));
	SAY("no data: loop %d\n", event_base_dispatch(base));
	CHECK(now_ms() - start >= 40 - T_EARLY);

	CHECK(write(sock[1], "x", 1) == 1);
	event_add(ev, MS(3600000));
	SAY("data: loop %d\n", event_base_dispatch(base));
	event_free(ev);
	event_base_free(base);
	return t_result();
}
