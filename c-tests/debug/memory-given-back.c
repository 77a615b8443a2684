// run: once
/* Debug mode keeps a note of every event; all is given back by unassign, free, and the global shutdown. */
#include "backends/kit.h"

#include <event2/event_struct.h>

static long blocks;

static void *
counted_malloc(size_t n)
{
	void *p = malloc(n);

	blocks += p != NULL;
	return p;
}

static void *
counted_realloc(void *old, size_t n)
{
	void *p = realloc(old, n);

	blocks += !old && p;
	return p;
}

static void
counted_free(void *p)
{
	blocks -= p != NULL;
	free(p);
}

int
main(void)
{
	static struct event ev[200];
	struct event_base *base;

	event_set_mem_functions(counted_malloc, counted_realloc, counted_free);
	event_enable_debug_mode();
	base = event_base_new();
	for (int i = 0; i < 200; ++i) {
		event_assign(&ev[i], base, -1, 0, t_say, "event");
		event_add(&ev[i], MS(1000 + i));
	}
	for (int i = 0; i < 200; ++i)
		event_del(&ev[i]);
	/* Half is unassigned by hand, the rest is left to the shutdown. */
	for (int i = 0; i < 100; ++i)
		event_debug_unassign(&ev[i]);
	event_base_free(base);
	libevent_global_shutdown();
	SAY("blocks left: %ld\n", blocks);
	return t_result();
}
