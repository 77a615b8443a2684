// run: once
/* EVENT_SHOW_METHOD makes every new base say what it uses. */
#include "backends/kit.h"

static void
make(const char *what, int flags)
{
	struct event_config *cfg = event_config_new();
	struct event_base *base;

	CHECK(cfg != NULL && event_config_set_flag(cfg, flags) == 0);
	SAY("%s:\n", what);
	base = event_base_new_with_config(cfg);
	CHECK(base != NULL);
	event_base_free(base);
	event_config_free(cfg);
}

int
main(void)
{
	t_log();
	make("unset", 0);
	setenv("EVENT_SHOW_METHOD", "0", 1);
	make("set", 0);
	make("change list", EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST);
	make("environment ignored", EVENT_BASE_FLAG_IGNORE_ENV);
	setenv("EVENT_NOEPOLL", "", 1);
	make("no epoll", 0);
	setenv("EVENT_NOPOLL", "", 1);
	make("no poll", 0);
	unsetenv("EVENT_SHOW_METHOD");
	make("unset again", 0);
	return t_result();
}
