// run: once
/* EVENT_NO<METHOD> variables: any value counts, even an empty one; the name is in capitals; a flag turns them off. */
#include "backends/kit.h"

static void
with(const char *what, int flags)
{
	struct event_config *cfg = event_config_new();
	struct event_base *base;

	CHECK(cfg != NULL);
	if (flags)
		CHECK(event_config_set_flag(cfg, flags) == 0);
	base = event_base_new_with_config(cfg);
	SAY("%s, flags %d: %s\n", what, flags, base ? event_base_get_method(base) : "no base");
	if (base)
		event_base_free(base);
	event_config_free(cfg);
}

int
main(void)
{
	static const char *const names[] = { "EVENT_NOEPOLL", "EVENT_NOPOLL", "EVENT_NOSELECT" };
	struct event_base *base;

	t_log();
	for (int mask = 0; mask < 8; ++mask) {
		char what[64] = "";

		for (int i = 0; i < 3; ++i)
			if (mask & (1 << i)) {
				setenv(names[i], "1", 1);
				strcat(what, names[i] + 6);
				strcat(what, " ");
			} else
				unsetenv(names[i]);
		with(what, 0);
		with(what, EVENT_BASE_FLAG_IGNORE_ENV);
	}
	/* All three are still set: event_base_new has no flag to look away. */
	base = event_base_new();
	SAY("event_base_new: %s\n", base ? "a base" : "no base");

	for (int i = 0; i < 3; ++i)
		unsetenv(names[i]);
	setenv("EVENT_NOEPOLL", "0", 1);
	with("NOEPOLL=0", 0);
	setenv("EVENT_NOEPOLL", "", 1);
	with("NOEPOLL=", 0);
	unsetenv("EVENT_NOEPOLL");
	setenv("EVENT_NOepoll", "1", 1);
	setenv("event_noepoll", "1", 1);
	setenv("EVENT_NO_EPOLL", "1", 1);
	with("wrong names", 0);
	return t_result();
}
