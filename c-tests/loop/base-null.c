// Functions that take a NULL base, while there is no current base either.
#include "t.h"

int main(void)
{
	struct event *ev = NULL;
	struct timeval tv = { -1, -1 }, now;
	t_log();

	SAY("loopbreak %d\n", event_base_loopbreak(NULL));
	SAY("loopcontinue %d\n", event_base_loopcontinue(NULL));
	SAY("loopexit %d\n", event_base_loopexit(NULL, NULL));
	SAY("once %d\n", event_base_once(NULL, -1, EV_TIMEOUT, t_say, "once", NULL));
	SAY("update_cache_time %d\n", event_base_update_cache_time(NULL));
	SAY("gettime_monotonic %d\n", event_gettime_monotonic(NULL, &tv));
	CHECK(tv.tv_sec == -1 && tv.tv_usec == -1);

	SAY("gettimeofday_cached %d\n", event_base_gettimeofday_cached(NULL, &tv));
	gettimeofday(&now, NULL);
	CHECK(labs(now.tv_sec - tv.tv_sec) < 60);

	event_base_free(NULL);
	event_base_free_nofinalize(NULL);
	event_free(ev = event_new(NULL, -1, 0, t_say, "event"));
	CHECK(ev != NULL);
	return t_result();
}
