// run: once
/* The backends there are, in the order they are tried, and what each can do. */
#include "backends/kit.h"

int
main(void)
{
	const char **names = event_get_supported_methods();
	struct event_base *base;

	CHECK(names != NULL);
	for (int i = 0; names[i]; ++i)
		SAY("method %d: %s\n", i, names[i]);

	base = event_base_new();
	CHECK(base != NULL);
	SAY("default: %s, features 0x%x\n", event_base_get_method(base), event_base_get_features(base));
	event_base_free(base);

	/* The list is what was built in: the environment does not change it. */
	setenv("EVENT_NOEPOLL", "1", 1);
	names = event_get_supported_methods();
	CHECK(names != NULL);
	for (int i = 0; names[i]; ++i)
		SAY("without epoll, method %d: %s\n", i, names[i]);
	libevent_global_shutdown();
	return t_result();
}
