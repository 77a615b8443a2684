// run: once
/* event_config_require_features: which backend is taken for each set of demands, with and without the better ones. */
#include "backends/kit.h"

int
main(void)
{
	static const char *const avoid[][2] = { { NULL, NULL }, { "epoll", NULL }, { "epoll", "poll" } };
	struct event_config *odd;

	t_log();
	for (int a = 0; a < 3; ++a)
		for (int want = 0; want < 16; ++want) {
			struct event_config *cfg = event_config_new();
			struct event_base *base;

			CHECK(cfg != NULL);
			for (int i = 0; i < 2; ++i)
				if (avoid[a][i])
					CHECK(event_config_avoid_method(cfg, avoid[a][i]) == 0);
			/* The last demand replaces the earlier one. */
			CHECK(event_config_require_features(cfg, 15) == 0);
			CHECK(event_config_require_features(cfg, want) == 0);
			base = event_base_new_with_config(cfg);
			SAY("avoided %d, wanted 0x%x: %s\n", a, want, base ? event_base_get_method(base) : "no base");
			if (base) {
				SAY("    has 0x%x\n", event_base_get_features(base));
				event_base_free(base);
			}
			event_config_free(cfg);
		}
	odd = event_config_new();
	SAY("NULL: %d\n", event_config_require_features(NULL, 1));
	SAY("unknown bit: %d\n", event_config_require_features(odd, 0x100));
	CHECK(event_base_new_with_config(odd) == NULL);
	event_config_free(odd);
	return t_result();
}
