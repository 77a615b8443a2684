/* event_base_free runs the finalizers that wait; event_base_free_nofinalize does not. */
#include "backends/kit.h"

#include <event2/event_struct.h>

static void
finalizer(struct event *ev, void *arg)
{
	SAY("  finalizer %s\n", (const char *)arg);
}

static void
use(const char *name, void (*free_base)(struct event_base *))
{
	struct event_base *base = event_base_new();
	static struct event a, c;
	struct event *b;
	evutil_socket_t s[2];

	SAY("%s\n", name);
	t_pair(s);
	event_base_priority_init(base, 3);
	event_assign(&a, base, s[0], EV_WRITE | EV_PERSIST, t_say, "a");
	event_assign(&c, base, -1, 0, t_say, "c");
	b = event_new(base, -1, 0, t_say, "b");
	event_priority_set(&a, 2);
	event_add(&a, NULL);
	event_add(b, MS(1000));
	SAY("%d", event_finalize(0, &a, finalizer));
	SAY(" %d", free_base == event_base_free ? event_free_finalize(0, b, finalizer) : event_finalize(0, b, finalizer));
	SAY(" %d\n", event_finalize(0, &c, finalizer));
	free_base(base);
	SAY(" freed\n");
	if (free_base != event_base_free)
		free(b); /* nobody else will */
	close(s[0]);
	close(s[1]);
}

int
main(void)
{
	t_log();
	use("free", event_base_free);
	use("free without finalizers", event_base_free_nofinalize);
	return t_result();
}
