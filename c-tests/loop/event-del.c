// Deleting events: idle, pending, active; by a callback of the same turn.
#include "t.h"

static struct event *ev[4], *self;

T_CALLBACK(on_first)
{
	t_say(fd, what, arg);
	SAY("del %d\n", event_del(ev[1]));
	SAY("del_noblock %d\n", event_del_noblock(ev[3]));
	event_free(ev[2]);
}

T_CALLBACK(on_self)
{
	t_say(fd, what, arg);
	SAY("del %d\n", event_del(self));
	event_free(self);
}

int main(void)
{
	struct event_base *base = event_base_new();
	evutil_socket_t sock[2];
	t_pair(sock);

	ev[0] = event_new(base, sock[0], EV_READ | EV_WRITE | EV_PERSIST, t_say, "event");
	SAY("idle: %d %d %d\n", event_del(ev[0]), event_del_block(ev[0]),
	    event_del_noblock(ev[0]));
	event_add(ev[0], MS(3600000));
	SAY("pending: %d\n", event_del(ev[0]));
	SAY("left: %s\n", t_what(event_pending(ev[0], 0x7fff, NULL)));
	event_active(ev[0], EV_READ, 1);
	SAY("active: %d\n", event_del_block(ev[0]));
	SAY("left: %s\n", t_what(event_pending(ev[0], 0x7fff, NULL)));
	event_add(ev[0], NULL);
	event_active(ev[0], EV_READ, 1);
	SAY("both: %d\n", event_del_noblock(ev[0]));
	SAY("loop %d\n", event_base_dispatch(base));
	event_free(ev[0]);

	ev[0] = event_new(base, -1, 0, on_first, "first");
	ev[1] = event_new(base, -1, 0, t_say, "second");
	ev[2] = event_new(base, -1, 0, t_say, "third");
	ev[3] = event_new(base, sock[0], EV_WRITE | EV_PERSIST, t_say, "fourth");
	event_add(ev[3], NULL);
	for (int i = 0; i < 4; i++)
		event_active(ev[i], EV_TIMEOUT, 1);
	SAY("loop %d\n", event_base_dispatch(base));
	event_free(ev[0]);
	event_free(ev[1]);
	event_free(ev[3]);

	for (int persist = 0; persist <= EV_PERSIST; persist += EV_PERSIST) {
		self = event_new(base, sock[0], EV_WRITE | persist, on_self, "self");
		event_add(self, MS(3600000));
		SAY("loop %d\n", event_base_dispatch(base));
	}
	event_base_free(base);
	return t_result();
}
