// run: epoll,changelist
/* Two edge-triggered events on one fd: when one is deleted, the other goes on with edges and not with levels. */
#include "backends/kit.h"

static int runs;

static void
ran(evutil_socket_t fd, short what, void *name)
{
	SAY("  %s: %s\n", (const char *)name, t_what(what));
	++runs;
}

static void
look(struct event_base *base, const char *what)
{
	SAY("%s\n", what);
	for (int i = 0; i < 3; ++i) {
		runs = 0;
		turn(base);
		SAY(" turn %d: %d runs\n", i, runs);
	}
}

int
main(void)
{
	struct event_base *base = event_base_new();
	struct event *rd, *wr, *other;
	evutil_socket_t s[2];

	t_pair(s);
	rd = event_new(base, s[0], EV_READ | EV_ET | EV_PERSIST, ran, "reader");
	other = event_new(base, s[0], EV_READ | EV_ET | EV_PERSIST, ran, "other reader");
	wr = event_new(base, s[0], EV_WRITE | EV_ET | EV_PERSIST, ran, "writer");
	CHECK(event_add(rd, NULL) == 0 && event_add(wr, NULL) == 0 && event_add(other, NULL) == 0);
	must_write(s[1], "x");
	look(base, "all");
	event_del(wr);
	look(base, "without the writer");
	must_write(s[1], "y");
	look(base, "a byte");
	event_del(other);
	look(base, "without the other reader");
	must_write(s[1], "z");
	look(base, "a byte");
	event_add(wr, NULL);
	look(base, "the writer again");
	event_del(rd);
	look(base, "the writer alone");
	event_free(rd);
	event_free(wr);
	event_free(other);
	event_base_free(base);
	return t_result();
}
