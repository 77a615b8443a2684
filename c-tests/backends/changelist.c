// run: once
/* The change list is asked for by a flag or by the environment, shows in the name, and concerns epoll only. */
#include "backends/kit.h"

static void
make(const char *what, int flags)
{
	struct event_config *cfg = event_config_new();
	struct event_base *base;

	CHECK(cfg != NULL && event_config_set_flag(cfg, flags) == 0);
	base = event_base_new_with_config(cfg);
	CHECK(base != NULL);
	SAY("%s: %s, features 0x%x\n", what, event_base_get_method(base), event_base_get_features(base));
	event_base_free(base);
	event_config_free(cfg);
}

int
main(void)
{
	make("nothing", 0);
	make("flag", EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST);
	make("flag, environment ignored", EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST | EVENT_BASE_FLAG_IGNORE_ENV);
	setenv("EVENT_EPOLL_USE_CHANGELIST", "0", 1);
	make("environment", 0);
	make("both", EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST);
	make("environment ignored", EVENT_BASE_FLAG_IGNORE_ENV);
	setenv("EVENT_NOEPOLL", "1", 1);
	make("without epoll", EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST);
	return t_result();
}
