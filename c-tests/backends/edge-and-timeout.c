// run: epoll,changelist
/* An edge that was reported while another event's callback ran is not lost by adding the event again. */
#include "backends/kit.h"

static struct event *ev;
static int runs;

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	SAY("  run %d: %s\n", ++runs, t_what(what));
}

int
main(void)
{
	struct event_base *base = event_base_new();
	evutil_socket_t s[2];

	t_pair(s);
	ev = event_new(base, s[0], EV_READ | EV_WRITE | EV_ET | EV_PERSIST, ran, NULL);
	event_add(ev, NULL);
	SAY("writable\n");
	turn(base);
	must_write(s[1], "x");
	SAY("added again with a timeout while the edge waits in the kernel\n");
	event_add(ev, MS(60000));
	turn(base);
	SAY("quiet\n");
	turn(base);
	event_remove_timer(ev);
	turn(base);
	SAY("the other side reads: room to write is no news while there was room\n");
	must_write(s[0], "y");
	drain(s[1]);
	turn(base);
	SAY("the other side closes\n");
	close(s[1]);
	turn(base);
	turn(base);
	SAY("%d runs\n", runs);
	event_free(ev);
	event_base_free(base);
	return t_result();
}
