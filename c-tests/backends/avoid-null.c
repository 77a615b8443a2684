// run: once
/* A method name of NULL is refused and leaves the configuration as it was. */
#include "backends/kit.h"

int
main(void)
{
	struct event_config *cfg = event_config_new();
	struct event_base *base;

	CHECK(cfg != NULL);
	SAY("avoid NULL: %d\n", event_config_avoid_method(cfg, NULL));
	CHECK(event_config_avoid_method(cfg, "epoll") == 0);
	base = event_base_new_with_config(cfg);
	CHECK(base != NULL);
	SAY("%s\n", event_base_get_method(base));
	event_base_free(base);
	event_config_free(cfg);

	/* No configuration at all is the default one. */
	base = event_base_new_with_config(NULL);
	SAY("NULL configuration: %s\n", base ? event_base_get_method(base) : "no base");
	if (base)
		event_base_free(base);
	return t_result();
}
