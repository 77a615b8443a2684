/* event_free_finalize frees the event after its finalizer; memory comes out even. */
#include "backends/kit.h"

static int blocks, watched_freed;
static void *watched;

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
	watched_freed += p && p == watched;
	free(p);
}

static void
finalizer(struct event *ev, void *arg)
{
	SAY("  finalizer %s: events %s\n", (const char *)arg, t_what(event_get_events(ev)));
}

int
main(void)
{
	struct event_base *base;
	struct event *ev;
	evutil_socket_t s[2];

	event_set_mem_functions(counted_malloc, counted_realloc, counted_free);
	base = event_base_new();
	t_pair(s);
	must_write(s[1], "x");
	watched = ev = event_new(base, s[0], EV_READ | EV_PERSIST, t_say, "one");
	event_add(ev, NULL);
	SAY("free_finalize %d\n", event_free_finalize(0, ev, finalizer));
	SAY("freed: %d\n", watched_freed);
	turn(base);
	SAY("freed: %d\n", watched_freed);

	/* Not added at all. */
	watched_freed = 0;
	watched = ev = event_new(base, -1, 0, t_say, "two");
	SAY("free_finalize %d\n", event_free_finalize(0, ev, finalizer));
	turn(base);
	SAY("freed: %d\n", watched_freed);
	event_base_free(base);
	libevent_global_shutdown();
	SAY("blocks left: %d\n", blocks);
	return t_result();
}
