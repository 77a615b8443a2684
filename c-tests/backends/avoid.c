// run: once
/* event_config_avoid_method: names are compared exactly, unknown ones are kept and do no harm. */
#include "backends/kit.h"

static void
without(const char *a, const char *b, const char *c)
{
	struct event_config *cfg = event_config_new();
	struct event_base *base;
	const char *names[3] = { a, b, c };

	CHECK(cfg != NULL);
	for (int i = 0; i < 3; ++i)
		if (names[i])
			SAY("avoid %s: %d\n", names[i], event_config_avoid_method(cfg, names[i]));
	base = event_base_new_with_config(cfg);
	SAY("-> %s\n", base ? event_base_get_method(base) : "no base");
	event_config_free(cfg);
	if (base)
		event_base_free(base);
}

int
main(void)
{
	static const char *const all[] = { "epoll", "poll", "select" };

	t_log();
	for (int mask = 0; mask < 8; ++mask)
		without(mask & 1 ? all[0] : NULL, mask & 2 ? all[1] : NULL, mask & 4 ? all[2] : NULL);
	without("epoll", "epoll", "epoll");
	without("EPOLL", "Poll", "");
	without("kqueue", "epol", "epoll ");
	without("epoll (with changelist)", NULL, NULL);
	return t_result();
}
