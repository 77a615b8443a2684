// on: ours
/* An event is readable and its timeout is over in the same turn: the callback hears of both, edge-triggered or not. */
#include "backends/kit.h"

static int runs, seen;

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	runs++;
	seen |= what;
}

static void
use(short flags)
{
	struct event_base *base = event_base_new();
	evutil_socket_t s[2];
	struct event *ev;

	t_pair(s);
	must_write(s[1], "x");
	ev = event_new(base, s[0], EV_READ | flags, ran, NULL);
	runs = seen = 0;
	event_add(ev, &(struct timeval){ 0, 0 });
	turn(base);
	CHECK(runs == 1);
	CHECK((seen & (EV_READ | EV_TIMEOUT)) == (EV_READ | EV_TIMEOUT));
	event_free(ev);
	event_base_free(base);
	close(s[0]);
	close(s[1]);
}

int
main(void)
{
	use(0);
	use(EV_PERSIST);
	use(EV_ET);
	use(EV_ET | EV_PERSIST);
	return t_result();
}
