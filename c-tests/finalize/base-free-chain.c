/* A finalizer that runs in event_base_free finalizes another event of the base: that one's runs too. */
#include "backends/kit.h"

#include <event2/event_struct.h>

static struct event ev[3];

static void
finalizer(struct event *e, void *arg)
{
	SAY("  finalizer %d\n", (int)(e - ev));
	if (e < ev + 2)
		SAY("  the next: %d\n", event_finalize(0, e + 1, finalizer));
}

int
main(void)
{
	struct event_base *base = event_base_new();

	t_log();
	for (int i = 0; i < 3; ++i)
		event_assign(&ev[i], base, -1, 0, t_say, "event");
	SAY("%d\n", event_finalize(0, &ev[0], finalizer));
	event_base_free(base);
	SAY("freed\n");
	return t_result();
}
