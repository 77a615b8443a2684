/* A one-shot event that has run is followed on the same fd by events with another interest. */
#include "backends/kit.h"

static void
ran(evutil_socket_t fd, short what, void *name)
{
	SAY("  %s: %s\n", (const char *)name, t_what(what));
}

int
main(void)
{
	struct event_base *base = event_base_new();
	struct event *rd, *wr, *both;
	evutil_socket_t s[2];

	t_pair(s);
	rd = event_new(base, s[0], EV_READ, ran, "reader");
	wr = event_new(base, s[0], EV_WRITE, ran, "writer");
	both = event_new(base, s[0], EV_READ | EV_WRITE, ran, "both");

	must_write(s[1], "x");
	SAY("reader\n");
	event_add(rd, NULL);
	turn(base);
	SAY("writer after it\n");
	event_add(wr, NULL);
	turn(base);
	SAY("reader, then writer, before a turn\n");
	event_add(rd, NULL);
	event_add(wr, NULL);
	turn(base);
	SAY("deleted before it could run: %d\n", (event_add(rd, NULL), event_del(rd), turn(base)));
	SAY("writer in its place\n");
	event_add(rd, NULL);
	event_del(rd);
	event_add(wr, NULL);
	turn(base);
	drain(s[0]);
	SAY("both, not readable\n");
	event_add(both, NULL);
	turn(base);
	SAY("reader, not readable: %d\n", (event_add(rd, NULL), turn(base)));
	must_write(s[1], "y");
	SAY("writer comes to the waiting reader\n");
	event_add(wr, NULL);
	turn(base);
	SAY("end: %d\n", turn(base));
	event_free(rd);
	event_free(wr);
	event_free(both);
	event_base_free(base);
	return t_result();
}
