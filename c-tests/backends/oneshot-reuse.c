/* The callback of a one-shot event closes its fd, another file gets the number, the event is added again: it must see
 * the new file. */
#include "backends/kit.h"

static evutil_socket_t next_pair[2];
static int runs;

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	char c = '?';
	ssize_t n = read(fd, &c, 1);

	SAY("run %d: %s, %zd byte '%c'\n", ++runs, t_what(what), n, c);
	if (runs == 1) {
		close(fd);
		t_pair(next_pair);
		as_number(next_pair[0], fd);
		CHECK(event_add(arg, NULL) == 0);
	}
}

int
main(void)
{
	struct event_base *base = event_base_new();
	evutil_socket_t s[2];
	struct event *ev;

	t_pair(s);
	must_write(s[1], "a");
	ev = event_new(base, s[0], EV_READ, ran, event_self_cbarg());
	event_add(ev, NULL);
	turn(base);
	SAY("new file, empty\n");
	turn(base);
	must_write(next_pair[1], "b");
	SAY("new file, one byte\n");
	turn(base);
	SAY("not added again: %d\n", turn(base));
	event_free(ev);
	event_base_free(base);
	return t_result();
}
