// run: once
// A monotonic timer can be configured again; two do not disturb each other; freeing NULL is fine.
#include "t.h"

int main(void)
{
	struct evutil_monotonic_timer *a = evutil_monotonic_timer_new();
	struct evutil_monotonic_timer *b = evutil_monotonic_timer_new();
	struct timeval first, second;
	t_log();
	CHECK(a && b && a != b);
	/* Not configured at all: a time nevertheless. */
	SAY("%d\n", evutil_gettime_monotonic(a, &first));
	SAY("%d\n", evutil_configure_monotonic_time(a, EV_MONOT_FALLBACK));
	SAY("%d\n", evutil_configure_monotonic_time(a, 0));
	SAY("%d\n", evutil_configure_monotonic_time(b, EV_MONOT_PRECISE));
	SAY("%d\n", evutil_gettime_monotonic(a, &first));
	SAY("%d\n", evutil_gettime_monotonic(b, &second));
	evutil_timersub(&second, &first, &first);
	CHECK(first.tv_sec > -2 && first.tv_sec < 10);
	evutil_monotonic_timer_free(a);
	SAY("%d\n", evutil_gettime_monotonic(b, &second));
	evutil_monotonic_timer_free(b);
	evutil_monotonic_timer_free(NULL);
	return t_result();
}
