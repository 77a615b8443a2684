// run: once
// What the functions return when there is no memory at all.
#include "alloc.h"

static void never(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what, (void)arg;
	SAY("called\n");
}

int main(void)
{
	struct event_base *base;
	al_start();
	base = event_base_new();
	al_fail(1, 1);
#define SEE(expr) do { errno = 0; int r_ = (expr); SAY("%s: %d, %s\n", #expr, r_, t_errno(errno)); } while (0)
	SEE(event_config_new() == NULL);
	SEE(event_base_new() == NULL);
	SEE(event_new(base, 0, EV_READ, never, NULL) == NULL);
	SEE(event_base_once(base, 0, EV_READ, never, NULL, NULL));
	SEE(evutil_monotonic_timer_new() == NULL);
	al_stop_failing();
	SAY("nothing was added: loop %d\n", event_base_dispatch(base));
	event_base_free(base);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
