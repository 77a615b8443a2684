// An event of event_base_once is gone when its callback returns, or before it is called.
#include "alloc.h"

static long at_start;

static void see(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	SAY("%s %s\n", (const char *)arg, t_what(what));
}

int main(void)
{
	struct event_base *base;
	evutil_socket_t fd[2];
	int i;

	al_start();
	t_pair(fd);
	base = event_base_new();
	/* The first time may make tables that stay. */
	for (i = 0; i < 2; i++) {
		at_start = al.live;
		CHECK(event_base_once(base, fd[0], EV_WRITE, see, "writable", NULL) == 0);
		CHECK(event_base_once(base, -1, EV_TIMEOUT, see, "timer", MS(5)) == 0);
		SAY("loop %d\n", event_base_dispatch(base));
	}
	SAY("more than before: %ld\n", al.live - at_start);
	event_base_free(base);
	libevent_global_shutdown();
	SAY("live after the end: %ld\n", al.live);
	return t_result();
}
