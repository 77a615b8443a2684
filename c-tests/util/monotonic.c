// run: once
// evutil_gettime_monotonic: never goes back, and follows the system's clock, with every flag.
#include "t.h"

static double seconds(clockid_t clock)
{
	struct timespec ts;
	clock_gettime(clock, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

static void try(const char *name, int flags)
{
	struct evutil_monotonic_timer *timer = evutil_monotonic_timer_new();
	struct timeval last = { 0, 0 }, tv;
	double mono, wall, got;
	int i, backwards = 0, bad = 0, moved = 0;

	CHECK(timer);
	SAY("%s: %d\n", name, evutil_configure_monotonic_time(timer, flags));
	for (i = 0; i < 20000; i++) {
		if (evutil_gettime_monotonic(timer, &tv))
			bad++;
		if (tv.tv_usec < 0 || tv.tv_usec > 999999)
			bad++;
		if (evutil_timercmp(&tv, &last, <))
			backwards++;
		if (i && evutil_timercmp(&tv, &last, >))
			moved = 1;
		last = tv;
	}
	if (!moved) { /* a coarse clock may stand still for some milliseconds */
		sleep_ms(30);
		evutil_gettime_monotonic(timer, &tv);
		moved = evutil_timercmp(&tv, &last, >);
	}
	CHECK(bad == 0);
	CHECK(backwards == 0);
	CHECK(moved);
	evutil_gettime_monotonic(timer, &tv);
	mono = seconds(CLOCK_MONOTONIC);
	wall = seconds(CLOCK_REALTIME);
	got = tv.tv_sec + tv.tv_usec / 1e6;
	SAY("  follows %s\n", mono - got > -2 && mono - got < 10 ? "the monotonic clock" :
	    wall - got > -2 && wall - got < 10 ? "the time of day" : "nothing known");
	evutil_monotonic_timer_free(timer);
}

int main(void)
{
	t_log();
	try("plain", 0);
	try("precise", EV_MONOT_PRECISE);
	try("fallback", EV_MONOT_FALLBACK);
	try("precise and fallback", EV_MONOT_PRECISE | EV_MONOT_FALLBACK);
	try("unknown bits", 0x70);
	return t_result();
}
