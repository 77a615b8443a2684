/* EV_CLOSED in an event of its own beside a reader and a writer; one-shot and with edges. */
#include "backends/kit.h"

static void
ran(evutil_socket_t fd, short what, void *name)
{
	SAY("  %s: %s\n", (const char *)name, t_what(what));
}

static void
use(short flags)
{
	struct event_base *base = event_base_new();
	struct event *rd, *wr, *gone, *gone2;
	evutil_socket_t s[2];

	if (!(event_base_get_features(base) & EV_FEATURE_EARLY_CLOSE) ||
	    ((flags & EV_ET) && !(event_base_get_features(base) & EV_FEATURE_ET))) {
		event_base_free(base);
		return;
	}
	SAY("flags %s\n", t_what(flags));
	t_pair(s);
	rd = event_new(base, s[0], EV_READ | flags, ran, "reader");
	wr = event_new(base, s[0], EV_WRITE | flags, ran, "writer");
	gone = event_new(base, s[0], EV_CLOSED | flags, ran, "closed");
	gone2 = event_new(base, s[0], EV_CLOSED | flags, ran, "closed 2");
	CHECK(event_add(gone, NULL) == 0 && event_add(rd, NULL) == 0 && event_add(wr, NULL) == 0 &&
	    event_add(gone2, NULL) == 0);
	SAY(" open\n");
	turn(base);
	must_write(s[1], "x");
	SAY(" a byte\n");
	turn(base);
	shutdown(s[1], SHUT_WR);
	SAY(" half-closed\n");
	turn(base);
	turn(base);
	event_del(gone2);
	SAY(" one of the two deleted\n");
	turn(base);
	event_del(rd);
	event_del(wr);
	SAY(" alone\n");
	turn(base);
	event_del(gone);
	SAY(" added when closed before\n");
	event_add(gone2, NULL);
	turn(base);
	event_free(rd);
	event_free(wr);
	event_free(gone);
	event_free(gone2);
	event_base_free(base);
	close(s[0]);
	close(s[1]);
}

int
main(void)
{
	use(0);
	use(EV_PERSIST);
	use(EV_ET | EV_PERSIST);
	return t_result();
}
