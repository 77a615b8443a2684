// A timeout added in a callback counts from the time at which the turn began, unless the
// base does not cache time or the cached time was updated.
#include "t.h"

static struct event_base *base;
static int update;

T_CALLBACK(on_slow)
{
	sleep_ms(300);
	if (update)
		SAY("update_cache_time %d\n", event_base_update_cache_time(base));
	/* Earlier or later than the other timer at 200 ms? */
	event_base_once(base, -1, EV_TIMEOUT, t_say, "added in the callback", MS(20));
}

static void run(const char *title, int flags)
{
	struct event_config *cfg = event_config_new();
	SAY("%s\n", title);
	event_config_set_flag(cfg, flags);
	base = event_base_new_with_config(cfg);
	event_config_free(cfg);
	event_base_once(base, -1, EV_TIMEOUT, t_say, "added before", MS(200));
	event_base_once(base, -1, EV_TIMEOUT, on_slow, NULL, MS(1));
	SAY("loop %d\n", event_base_dispatch(base));
	event_base_free(base);
}

int main(void)
{
	run("cached", 0);
	run("not cached", EVENT_BASE_FLAG_NO_CACHE_TIME);
	run("precise", EVENT_BASE_FLAG_PRECISE_TIMER);
	update = 1;
	run("updated", 0);
	return t_result();
}
