/* An fd is closed with its reader still added, the number goes to another file, a writer is added: both work. */
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
	struct event *rd, *wr;
	evutil_socket_t s[2], t[2];

	t_log();
	t_pair(s);
	s[0] = as_number(s[0], 100);
	rd = event_new(base, 100, EV_READ | EV_PERSIST, ran, "reader");
	wr = event_new(base, 100, EV_WRITE | EV_PERSIST, ran, "writer");
	event_add(rd, NULL);
	turn(base);
	close(s[0]);
	t_pair(t);
	as_number(t[0], 100);
	must_write(t[1], "x");
	SAY("add: %d\n", event_add(wr, NULL));
	turn(base);
	SAY("without the writer: %d\n", event_del(wr));
	turn(base);
	SAY("without the reader: %d\n", event_del(rd));
	SAY("end: %d\n", turn(base));
	event_free(rd);
	event_free(wr);
	event_base_free(base);
	return t_result();
}
