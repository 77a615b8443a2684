// The list of methods, the method and the features of a base on each backend.
#include "t.h"

int main(void)
{
	const char **methods = event_get_supported_methods();
	struct event_base *base = event_base_new();
	int features = event_base_get_features(base);

	SAY("supported:");
	for (int i = 0; methods && methods[i]; i++) {
		/* A newer library may have more of them; these three keep their order. */
		if (!strcmp(methods[i], "epoll") || !strcmp(methods[i], "poll")
		    || !strcmp(methods[i], "select"))
			SAY(" %s", methods[i]);
	}
	SAY("\nmethod: %s\n", event_base_get_method(base));
	SAY("features:%s%s%s%s\n", features & EV_FEATURE_ET ? " ET" : "",
	    features & EV_FEATURE_O1 ? " O1" : "", features & EV_FEATURE_FDS ? " FDS" : "",
	    features & EV_FEATURE_EARLY_CLOSE ? " EARLY_CLOSE" : "");
	CHECK((features & ~15) == 0);
	event_base_free(base);
	return t_result();
}
