// event_remove_timer on timers and on io events, once and twice.
#include "t.h"

static void show(const char *when, struct event *ev)
{
	SAY("%s: pending %s\n", when, t_what(event_pending(ev, 0x7fff, NULL)));
}

int main(void)
{
	evutil_socket_t sock[2];
	struct event_base *base = event_base_new();
	t_pair(sock);
	for (int persist = 0; persist <= EV_PERSIST; persist += EV_PERSIST) {
		struct event *timer = event_new(base, -1, persist, t_say, "timer");
		struct event *io = event_new(base, sock[0], EV_READ | persist, t_say, "io");
		char c;
		SAY("--- %s\n", t_what(persist));
		SAY("never added: %d %d\n", event_remove_timer(timer), event_remove_timer(io));
		event_add(timer, MS(1));
		event_add(io, MS(1));
		show("timer", timer);
		show("io", io);
		SAY("remove %d %d\n", event_remove_timer(timer), event_remove_timer(io));
		show("timer", timer);
		show("io", io);
		SAY("remove %d %d\n", event_remove_timer(timer), event_remove_timer(io));
		sleep_ms(30);
		SAY("loop %d\n", event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK));
		CHECK(write(sock[1], "x", 1) == 1);
		SAY("loop %d\n", event_base_loop(base, EVLOOP_ONCE));
		show("io", io);
		CHECK(read(sock[0], &c, 1) == 1);

		/* An event that is active by its timeout keeps being so. */
		event_add(timer, MS(0));
		event_active(timer, EV_READ, 1);
		SAY("remove %d\n", event_remove_timer(timer));
		SAY("loop %d\n", event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK));
		event_free(timer);
		event_free(io);
	}
	event_base_free(base);
	return t_result();
}
