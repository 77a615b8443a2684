// Inside the callback of event_base_once the running event is there, also after another
// one-time event was made.
#include "t.h"

static struct event_base *base;

static void second(evutil_socket_t fd, short what, void *arg)
{
	SAY("second: %s\n", t_what(what));
}

static void first(evutil_socket_t fd, short what, void *arg)
{
	struct event *self = event_base_get_running_event(base);
	SAY("first: %s\n", t_what(what));
	SAY("once %d\n", event_base_once(base, -1, EV_TIMEOUT, second, NULL, MS(1)));
	SAY("initialized %d, fd %d\n", event_initialized(self), event_get_fd(self));
	CHECK(event_get_base(self) == base);
}

int main(void)
{
	base = event_base_new();
	event_base_once(base, -1, EV_TIMEOUT, first, NULL, NULL);
	SAY("loop %d\n", event_base_dispatch(base));
	event_base_free(base);
	return t_result();
}
