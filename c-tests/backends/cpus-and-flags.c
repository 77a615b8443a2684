// run: once
/* Return values of the small setters of a configuration, NULL included. */
#include "backends/kit.h"

int
main(void)
{
	struct event_config *cfg = event_config_new();
	struct timeval tv = { 1, 0 };
	struct event_base *base;

	CHECK(cfg != NULL);
	SAY("cpus 4: %d\n", event_config_set_num_cpus_hint(cfg, 4));
	SAY("cpus -1: %d\n", event_config_set_num_cpus_hint(cfg, -1));
	SAY("cpus, NULL: %d\n", event_config_set_num_cpus_hint(NULL, 4));
	SAY("flag 0: %d\n", event_config_set_flag(cfg, 0));
	SAY("flag 0x1000: %d\n", event_config_set_flag(cfg, 0x1000));
	SAY("flag, NULL: %d\n", event_config_set_flag(NULL, 1));
	SAY("interval: %d\n", event_config_set_max_dispatch_interval(cfg, &tv, 5, 1));
	SAY("interval, negative: %d\n", event_config_set_max_dispatch_interval(cfg, NULL, -1, -1));
	/* Startup of completion ports is another system's concern. */
	SAY("iocp: %d\n", event_config_set_flag(cfg, EVENT_BASE_FLAG_STARTUP_IOCP));
	base = event_base_new_with_config(cfg);
	CHECK(base != NULL);
	SAY("base with all of it: %s\n", event_base_get_method(base));
	event_base_free(base);
	event_config_free(cfg);
	return t_result();
}
