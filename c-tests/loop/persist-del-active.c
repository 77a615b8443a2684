// A persistent event remembers its interval after event_del: activated by hand, it is
// pending again with that interval. Adding it without a timeout forgets the interval.
#include "t.h"

static struct event_base *base;

static void activate(struct event *ev)
{
	event_active(ev, EV_WRITE, 1);
	event_base_loop(base, EVLOOP_NONBLOCK);
	SAY("pending %s\n", t_what(event_pending(ev, EV_TIMEOUT | EV_READ, NULL)));
}

int main(void)
{
	evutil_socket_t sock[2];
	struct event *timer, *io;
	t_pair(sock);
	base = event_base_new();
	timer = event_new(base, -1, EV_PERSIST, t_say, "timer");
	io = event_new(base, sock[0], EV_READ | EV_PERSIST, t_say, "io");

	activate(timer);
	event_add(timer, MS(3600000));
	event_del(timer);
	activate(timer);
	event_del(timer);
	event_add(timer, NULL);
	event_del(timer);
	activate(timer);

	activate(io);
	event_add(io, MS(3600000));
	event_del(io);
	activate(io);
	event_remove_timer(io);
	event_del(io);
	activate(io);
	event_free(timer);
	event_free(io);
	event_base_free(base);
	return t_result();
}
