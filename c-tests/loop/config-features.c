// run: once
// Which method each set of required features gives, also with methods avoided.
#include "t.h"

static void try(int features, const char *avoid1, const char *avoid2)
{
	struct event_config *cfg = event_config_new();
	struct event_base *base;
	if (avoid1)
		event_config_avoid_method(cfg, avoid1);
	if (avoid2)
		event_config_avoid_method(cfg, avoid2);
	SAY("features %#x, avoid %s %s: %d\n", features, avoid1 ? avoid1 : "-",
	    avoid2 ? avoid2 : "-", event_config_require_features(cfg, features));
	base = event_base_new_with_config(cfg);
	SAY("    %s\n", base ? event_base_get_method(base) : "no base");
	if (base)
		event_base_free(base);
	event_config_free(cfg);
}

int main(void)
{
	t_log();
	for (int features = 0; features <= 16; features++) {
		try(features, NULL, NULL);
		try(features, "epoll", NULL);
		try(features, "epoll", "poll");
	}
	return t_result();
}
