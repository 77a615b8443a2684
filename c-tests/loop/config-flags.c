// run: once
// Return values of the config functions, and a base for every flag.
#include "t.h"

int main(void)
{
	static const int flags[] = { EVENT_BASE_FLAG_NOLOCK, EVENT_BASE_FLAG_IGNORE_ENV,
		EVENT_BASE_FLAG_STARTUP_IOCP, EVENT_BASE_FLAG_NO_CACHE_TIME,
		EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST, EVENT_BASE_FLAG_PRECISE_TIMER,
		EVENT_BASE_FLAG_NOLOCK | EVENT_BASE_FLAG_PRECISE_TIMER, 0 };
	struct event_config *cfg;
	struct event_base *base;
	t_log();

	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
		cfg = event_config_new();
		SAY("flag %#x: %d", flags[i], event_config_set_flag(cfg, flags[i]));
		base = event_base_new_with_config(cfg);
		event_config_free(cfg); /* the base needs it no longer */
		if (!CHECK(base != NULL))
			continue;
		event_base_once(base, -1, EV_TIMEOUT, t_say, " fired", NULL);
		SAY(" loop %d\n", event_base_loop(base, 0));
		event_base_free(base);
	}

	SAY("set_flag of NULL %d\n", event_config_set_flag(NULL, EVENT_BASE_FLAG_NOLOCK));
	SAY("require_features of NULL %d\n", event_config_require_features(NULL, EV_FEATURE_ET));
	SAY("num_cpus_hint of NULL %d\n", event_config_set_num_cpus_hint(NULL, 4));

	cfg = event_config_new();
	SAY("num_cpus_hint 4: %d\n", event_config_set_num_cpus_hint(cfg, 4));
	SAY("num_cpus_hint -1: %d\n", event_config_set_num_cpus_hint(cfg, -1));
	SAY("dispatch_interval none: %d\n",
	    event_config_set_max_dispatch_interval(cfg, NULL, -1, 0));
	SAY("dispatch_interval 5 ms, 3, 1: %d\n",
	    event_config_set_max_dispatch_interval(cfg, MS(5), 3, 1));
	SAY("dispatch_interval 5 ms, 3, -1: %d\n",
	    event_config_set_max_dispatch_interval(cfg, MS(5), 3, -1));
	base = event_base_new_with_config(cfg);
	CHECK(base != NULL);
	event_base_free(base);
	event_config_free(cfg);

	base = event_base_new_with_config(NULL);
	CHECK(base != NULL);
	event_base_free(base);
	return t_result();
}
