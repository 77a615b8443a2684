// event_gettime_monotonic never goes back, and is not cached in callbacks.
#include "t.h"

static struct event_base *base;

T_CALLBACK(on_event)
{
	struct timeval a, b;
	SAY("in a callback %d\n", event_gettime_monotonic(base, &a));
	sleep_ms(60);
	SAY("in a callback %d\n", event_gettime_monotonic(base, &b));
	CHECK(timercmp(&a, &b, <));
}

int main(void)
{
	struct timeval a, b;
	base = event_base_new();
	SAY("outside %d\n", event_gettime_monotonic(base, &a));
	for (int i = 0; i < 1000; i++) {
		CHECK(event_gettime_monotonic(base, &b) == 0);
		CHECK(!timercmp(&b, &a, <));
		CHECK(b.tv_usec >= 0 && b.tv_usec < 1000000);
		a = b;
	}
	/* The clock is the system's monotonic one. */
	CHECK(labs(tv_ms(&a) - now_ms()) < 10000);
	event_base_once(base, -1, EV_TIMEOUT, on_event, NULL, NULL);
	event_base_dispatch(base);
	event_base_free(base);
	return t_result();
}
