// run: once
// event_config_avoid_method keeps a copy of the name; the configuration may go before the base.
#include "alloc.h"

int main(void)
{
	struct event_config *cfg;
	struct event_base *base;
	char name[8] = "epoll";

	al_start();
	cfg = event_config_new();
	CHECK(event_config_avoid_method(cfg, name) == 0);
	CHECK(event_config_avoid_method(cfg, name) == 0);
	CHECK(event_config_avoid_method(cfg, "select") == 0);
	memset(name, 'x', sizeof(name) - 1);
	CHECK(event_config_set_flag(cfg, EVENT_BASE_FLAG_IGNORE_ENV) == 0);
	base = event_base_new_with_config(cfg);
	event_config_free(cfg);
	SAY("%s\n", event_base_get_method(base));
	event_base_free(base);
	libevent_global_shutdown();
	SAY("live after the end: %ld\n", al.live);
	return t_result();
}
