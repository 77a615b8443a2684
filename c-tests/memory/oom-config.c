// run: once
// Configurations with any request refused: event_config_new gives NULL, avoid_method -1, the
// base NULL; a configuration that was refused a method works without it.
#include "alloc.h"

static void scenario(void)
{
	struct event_config *cfg = event_config_new();
	struct event_base *base;
	int avoided;
	if (!cfg) {
		CHECK(al.failed);
		return;
	}
	avoided = event_config_avoid_method(cfg, "epoll");
	CHECK(avoided == 0 || (avoided == -1 && al.failed));
	CHECK(event_config_set_flag(cfg, EVENT_BASE_FLAG_IGNORE_ENV) == 0);
	CHECK(event_config_require_features(cfg, 0) == 0);
	CHECK(event_config_set_num_cpus_hint(cfg, 2) == 0);
	CHECK(event_config_set_max_dispatch_interval(cfg, MS(10), 5, 0) == 0);
	base = event_base_new_with_config(cfg);
	CHECK(base || al.failed);
	if (base) {
		CHECK(avoided || strcmp(event_base_get_method(base), "epoll"));
		event_base_free(base);
	}
	al_stop_failing();
	/* Nothing of it is spoilt: the same configuration makes a base now. */
	base = event_base_new_with_config(cfg);
	CHECK(base);
	CHECK(base && !strcmp(event_base_get_method(base), avoided == 0 ? "poll" : "epoll"));
	event_base_free(base);
	event_config_free(cfg);
}

int main(void)
{
	al_start();
	al_every_failure("configuration", scenario);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
