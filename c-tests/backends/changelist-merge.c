// run: epoll,changelist
/* Adds and deletes of one turn cancel out or add up, with a change list and without. */
#include "backends/kit.h"

static int runs;

static void
ran(evutil_socket_t fd, short what, void *name)
{
	SAY("%s: %s\n", (const char *)name, t_what(what));
	++runs;
}

static void
look(struct event_base *base, const char *what)
{
	int r;

	runs = 0;
	r = turn(base);
	SAY("%s: %d ran, loop returned %d\n", what, runs, r);
}

int
main(void)
{
	struct event_base *base = event_base_new();
	struct event *rd, *wr, *other;
	evutil_socket_t s[2];

	CHECK(base != NULL);
	t_pair(s);
	must_write(s[1], "x");
	rd = event_new(base, s[0], EV_READ | EV_PERSIST, ran, "reader");
	wr = event_new(base, s[0], EV_WRITE | EV_PERSIST, ran, "writer");
	other = event_new(base, s[0], EV_READ | EV_PERSIST, ran, "other");
	CHECK(rd && wr && other);

	CHECK(event_add(rd, NULL) == 0 && event_del(rd) == 0);
	look(base, "add, del");
	CHECK(event_add(rd, NULL) == 0 && event_del(rd) == 0 && event_add(rd, NULL) == 0);
	look(base, "add, del, add");
	CHECK(event_del(rd) == 0 && event_add(rd, NULL) == 0);
	look(base, "del, add of what was there");
	CHECK(event_add(wr, NULL) == 0);
	look(base, "writer too");
	CHECK(event_del(rd) == 0 && event_add(other, NULL) == 0);
	look(base, "one reader for another");
	CHECK(event_del(other) == 0);
	look(base, "writer only");
	CHECK(event_del(wr) == 0 && event_add(rd, NULL) == 0);
	look(base, "writer for reader");
	CHECK(event_del(rd) == 0 && event_add(wr, NULL) == 0 && event_del(wr) == 0);
	look(base, "nothing left");

	event_free(rd);
	event_free(wr);
	event_free(other);
	event_base_free(base);
	evutil_closesocket(s[0]);
	evutil_closesocket(s[1]);
	return t_result();
}
