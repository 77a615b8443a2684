/* A terminal pair: bytes both ways, and the hang-up. */
#include "backends/kit.h"

#include <pty.h>
#include <termios.h>

static void
ran(evutil_socket_t fd, short what, void *name)
{
	SAY("  %s: %s\n", (const char *)name, t_what(what));
}

int
main(void)
{
	struct event_base *base = event_base_new();
	struct event *near, *far;
	struct termios raw;
	int m, t;

	if (openpty(&m, &t, NULL, NULL, NULL) < 0) {
		SAY("no terminals\n");
		return 0;
	}
	tcgetattr(t, &raw);
	cfmakeraw(&raw);
	tcsetattr(t, TCSANOW, &raw);
	evutil_make_socket_nonblocking(m);
	evutil_make_socket_nonblocking(t);
	near = event_new(base, m, EV_READ | EV_PERSIST, ran, "near");
	far = event_new(base, t, EV_READ | EV_WRITE | EV_PERSIST, ran, "far");
	CHECK(event_add(near, NULL) == 0 && event_add(far, NULL) == 0);
	SAY("quiet\n");
	turn(base);
	must_write(m, "x");
	event_del(near);
	SAY("typed\n");
	for (int i = 0; i < 2; ++i)
		event_base_loop(base, EVLOOP_ONCE);
	SAY("%d bytes\n", drain(t));
	event_del(far);
	event_add(near, NULL);
	must_write(t, "yz");
	SAY("printed\n");
	event_base_loop(base, EVLOOP_ONCE);
	SAY("%d bytes\n", drain(m));
	close(t);
	SAY("hung up\n");
	event_base_loop(base, EVLOOP_ONCE);
	event_free(near);
	event_free(far);
	event_base_free(base);
	return t_result();
}
