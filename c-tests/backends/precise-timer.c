// run: matrix
/* EVENT_PRECISE_TIMER and the flag: timers keep their order and never fire early. */
#include "backends/kit.h"

static char order[32];
static struct timespec begin;

static void
tick(evutil_socket_t fd, short what, void *arg)
{
	struct timespec now;
	long want = strtol((const char *)arg + 1, NULL, 10), us;

	clock_gettime(CLOCK_MONOTONIC, &now);
	us = (long)(now.tv_sec - begin.tv_sec) * 1000000 + (now.tv_nsec - begin.tv_nsec) / 1000;
	CHECK(us + 1 >= want); /* both clocks are cut to microseconds */
	strncat(order, arg, 1);
}

static void
use(const char *what, int flags)
{
	static const struct { const char *name; long us; } timers[] = {
		{ "a1", 1 }, { "d7000", 7000 }, { "b500", 500 }, { "c2500", 2500 },
	};
	struct event_config *cfg = event_config_new();
	struct event_base *base;
	struct event *ev[4];

	CHECK(cfg != NULL && event_config_set_flag(cfg, flags) == 0);
	base = event_base_new_with_config(cfg);
	CHECK(base != NULL);
	*order = '\0';
	clock_gettime(CLOCK_MONOTONIC, &begin);
	for (int i = 0; i < 4; ++i) {
		struct timeval tv = { 0, timers[i].us };

		ev[i] = evtimer_new(base, tick, (void *)timers[i].name);
		CHECK(ev[i] && event_add(ev[i], &tv) == 0);
	}
	SAY("%s: dispatch %d, order %s\n", what, event_base_dispatch(base), order);
	for (int i = 0; i < 4; ++i)
		event_free(ev[i]);
	event_base_free(base);
	event_config_free(cfg);
}

int
main(void)
{
	use("flag", EVENT_BASE_FLAG_PRECISE_TIMER);
	setenv("EVENT_PRECISE_TIMER", "1", 1);
	use("environment", 0);
	use("both", EVENT_BASE_FLAG_PRECISE_TIMER);
	use("environment ignored", EVENT_BASE_FLAG_PRECISE_TIMER | EVENT_BASE_FLAG_IGNORE_ENV);
	return t_result();
}
