/* A one-shot event that adds itself again in its callback runs once a turn, for as long as there is something. */
#include "backends/kit.h"

static int left = 5;

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	struct event *self = arg;
	char c;

	SAY("%s, pending %s, %zd byte\n", t_what(what), t_what(event_pending(self, EV_READ, NULL)), read(fd, &c, 1));
	if (--left)
		CHECK(event_add(self, NULL) == 0);
}

int
main(void)
{
	struct event_base *base = event_base_new();
	evutil_socket_t s[2];
	struct event *ev;

	t_pair(s);
	must_write(s[1], "12345678");
	ev = event_new(base, s[0], EV_READ, ran, event_self_cbarg());
	event_add(ev, NULL);
	SAY("dispatch: %d\n", event_base_dispatch(base));
	SAY("not added again: %d\n", turn(base));
	left = 2;
	event_add(ev, NULL);
	event_add(ev, NULL);
	SAY("dispatch: %d\n", event_base_dispatch(base));
	event_free(ev);
	event_base_free(base);
	return t_result();
}
