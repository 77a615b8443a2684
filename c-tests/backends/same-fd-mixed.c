/* Readers, writers and one that wants both share an fd: each gets only the bits it asked for. */
#include "backends/kit.h"

static void
ran(evutil_socket_t fd, short what, void *name)
{
	SAY("  %s: %s\n", (const char *)name, t_what(what));
}

int
main(void)
{
	static const struct { const char *name; short what; } kinds[] = {
		{ "r1", EV_READ }, { "w1", EV_WRITE }, { "rw", EV_READ | EV_WRITE }, { "r2", EV_READ }, { "w2", EV_WRITE },
	};
	struct event_base *base = event_base_new();
	struct event *ev[5];
	evutil_socket_t s[2];

	t_pair(s);
	for (int i = 0; i < 5; ++i) {
		ev[i] = event_new(base, s[0], kinds[i].what | EV_PERSIST, ran, (void *)kinds[i].name);
		CHECK(event_add(ev[i], NULL) == 0);
	}
	SAY("only writable\n");
	turn(base);
	must_write(s[1], "x");
	SAY("both\n");
	turn(base);
	for (int i = 0; i < 5; ++i) {
		event_del(ev[i]);
		SAY("%s deleted, %d added\n", kinds[i].name, event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED));
		if (i < 4)
			turn(base);
	}
	SAY("end: %d\n", turn(base));
	/* From nothing to the one that wants both. */
	event_add(ev[2], NULL);
	SAY("rw alone\n");
	turn(base);
	drain(s[0]);
	turn(base);
	for (int i = 0; i < 5; ++i)
		event_free(ev[i]);
	event_base_free(base);
	return t_result();
}
