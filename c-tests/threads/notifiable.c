/* evthread_make_base_notifiable: with and without threads, twice, for no base at all. */
#include "backends/kit.h"

#include <event2/thread.h>

static void
use(const char *name, int flags)
{
	struct event_config *cfg = event_config_new();
	struct event_base *base;

	event_config_set_flag(cfg, flags);
	base = event_base_new_with_config(cfg);
	SAY("%s: %d\n", name, evthread_make_base_notifiable(base));
	SAY(" again: %d\n", evthread_make_base_notifiable(base));
	/* The event of the wake-up is internal: it does not count and keeps no loop alive. */
	SAY(" added %d\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED));
	SAY(" dispatch %d\n", event_base_dispatch(base));
	event_base_free(base);
	event_config_free(cfg);
}

int
main(void)
{
	t_log();
	SAY("no base: %d\n", evthread_make_base_notifiable(NULL));
	use("without threads", 0);
	SAY("%d\n", evthread_use_pthreads());
	use("with threads", 0);
	use("with threads, no lock", EVENT_BASE_FLAG_NOLOCK);
	libevent_global_shutdown();
	return t_result();
}
