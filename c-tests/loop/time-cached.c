// event_base_gettimeofday_cached inside and outside of callbacks.
#include "t.h"
#include <event2/event_compat.h>

static struct event_base *base;

static int close_to_now(const struct timeval *tv)
{
	struct timeval now;
	gettimeofday(&now, NULL);
	return labs(tv_ms(&now) - tv_ms(tv)) < 10000;
}

static void measure(const char *where, struct event_base *which)
{
	struct timeval a, b, c;
	SAY("%s: %d", where, event_base_gettimeofday_cached(which, &a));
	CHECK(close_to_now(&a));
	sleep_ms(60);
	event_base_gettimeofday_cached(which, &b);
	SAY(", %s", timercmp(&a, &b, ==) ? "cached" : "moved on");
	SAY(", update %d", event_base_update_cache_time(which));
	event_base_gettimeofday_cached(which, &c);
	SAY(", after that %s\n", timercmp(&b, &c, ==) ? "the same" : "newer");
}

T_CALLBACK(on_event) { measure("in a callback", arg); }

static void run(int flags)
{
	struct event_config *cfg = event_config_new();
	event_config_set_flag(cfg, flags);
	base = event_base_new_with_config(cfg);
	event_config_free(cfg);
	SAY("flags %#x\n", flags);
	event_base_once(base, -1, EV_TIMEOUT, on_event, base, NULL);
	event_base_dispatch(base);
	event_base_free(base);
}

int main(void)
{
	struct timeval tv;
	run(0);
	run(EVENT_BASE_FLAG_NO_CACHE_TIME);
	run(EVENT_BASE_FLAG_PRECISE_TIMER);

	/* Outside the loop it is the clock. */
	base = event_base_new();
	SAY("outside: %d\n", event_base_gettimeofday_cached(base, &tv));
	CHECK(close_to_now(&tv));
	SAY("update outside: %d\n", event_base_update_cache_time(base));
	event_base_free(base);

	/* NULL means the current base. */
	SAY("update of NULL, no current base: %d\n", event_base_update_cache_time(NULL));
	base = event_init();
	event_base_once(base, -1, EV_TIMEOUT, on_event, NULL, NULL);
	event_base_dispatch(base);
	SAY("update of NULL: %d\n", event_base_update_cache_time(NULL));
	event_base_free(base);
	return t_result();
}
