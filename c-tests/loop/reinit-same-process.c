// event_reinit without a fork: pending events of all kinds stay and still fire.
#include "t.h"

int main(void)
{
	struct event_base *base = event_base_new();
	struct event *io, *timer, *sig, *active;
	evutil_socket_t sock[2];
	t_pair(sock);
	SAY("fresh base: %d\n", event_reinit(base));
	io = event_new(base, sock[0], EV_READ, t_say, "io");
	timer = evtimer_new(base, t_say, "timer");
	sig = event_new(base, SIGUSR1, EV_SIGNAL, t_say, "signal");
	active = event_new(base, -1, 0, t_say, "active");
	event_add(io, NULL);
	event_add(timer, MS(1));
	event_add(sig, NULL);
	event_active(active, EV_WRITE, 1);
	SAY("with events: %d\n", event_reinit(base));
	SAY("added %d, active %d\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED),
	    event_base_get_num_events(base, EVENT_BASE_COUNT_ACTIVE));
	SAY("pending %s", t_what(event_pending(io, 0x7fff, NULL)));
	SAY(" %s", t_what(event_pending(timer, 0x7fff, NULL)));
	SAY(" %s", t_what(event_pending(sig, 0x7fff, NULL)));
	SAY(" %s\n", t_what(event_pending(active, 0x7fff, NULL)));
	while (event_pending(timer, EV_TIMEOUT, NULL))
		event_base_loop(base, EVLOOP_ONCE);
	raise(SIGUSR1);
	SAY("loop %d\n", event_base_loop(base, EVLOOP_ONCE));
	CHECK(write(sock[1], "x", 1) == 1);
	SAY("loop %d\n", event_base_loop(base, EVLOOP_ONCE));
	SAY("loop %d\n", event_base_loop(base, EVLOOP_ONCE));
	event_free(io);
	event_free(timer);
	event_free(sig);
	event_free(active);
	event_base_free(base);
	return t_result();
}
