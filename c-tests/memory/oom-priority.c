// run: once
// on: ours
// event_base_priority_init that finds no room: -1, and the base goes on with the priorities it had.
// (The original has thrown those away by then.)
#include "alloc.h"

static void mark(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	++*(int *)arg;
}

static void scenario(void)
{
	struct event_base *base;
	struct event *ev;
	int fired = 0, r, now;
	long n = al.fail_in;
	int all = al.fail_on;

	al_stop_failing();
	base = event_base_new();
	CHECK(event_base_priority_init(base, 2) == 0);
	al_fail(n, all);
	r = event_base_priority_init(base, 200);
	CHECK(r == 0 || (r == -1 && al.failed));
	al_stop_failing();
	now = event_base_get_npriorities(base);
	CHECK(now == (r == 0 ? 200 : 2));
	ev = event_new(base, -1, 0, mark, &fired);
	CHECK(event_priority_set(ev, now - 1) == 0);
	event_active(ev, EV_READ, 1);
	CHECK(event_base_dispatch(base) == 1);
	CHECK(fired == 1);
	CHECK(event_base_priority_init(base, 100) == 0);
	event_free(ev);
	event_base_free(base);
}

int main(void)
{
	al_start();
	al_every_failure("priorities", scenario);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
