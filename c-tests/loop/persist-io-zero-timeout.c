// A persistent I/O event with a timeout of zero times out once and is then off its fd as well,
// whether or not the fd was ready in the same turn.
#include "t.h"

static void run(struct event_base *base, struct event *ev)
{
	event_add(ev, MS(0));
	SAY("loop %d\n", event_base_loop(base, EVLOOP_ONCE));
	SAY("pending %s\n", t_what(event_pending(ev, EV_READ | EV_TIMEOUT, NULL)));
	SAY("loop %d\n", event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK));
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct event *ev;
	evutil_socket_t s[2];
	t_pair(s);
	ev = event_new(base, s[0], EV_READ | EV_PERSIST, t_say, "reader");
	run(base, ev);
	run(base, ev);
	event_free(ev);
	event_base_free(base);
	return t_result();
}
