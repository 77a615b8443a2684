/* An fd was closed before event_reinit: what it returns, and that the other events are there. */
#include "backends/kit.h"

static struct event_base *base;
static struct event *a, *b, *c;
static evutil_socket_t s[3][2];

static void
child(void)
{
	close(s[1][0]);
	SAY("reinit %d\n", event_reinit(base));
	SAY("pending %s, %s, %s\n", t_what(event_pending(a, EV_READ, NULL)), t_what(event_pending(b, EV_READ, NULL)),
	    t_what(event_pending(c, EV_READ, NULL)));
	event_del(b);
	must_write(s[0][1], "x");
	turn(base);
}

int
main(void)
{
	t_log();
	base = event_base_new();
	for (int i = 0; i < 3; ++i) {
		t_pair(s[i]);
		s[i][0] = as_number(s[i][0], 100 + i);
	}
	a = event_new(base, s[0][0], EV_READ, t_say, "a");
	b = event_new(base, s[1][0], EV_READ, t_say, "b");
	c = event_new(base, s[2][0], EV_READ, t_say, "c");
	event_add(a, NULL);
	event_add(b, NULL);
	event_add(c, NULL);
	turn(base);
	t_child("child", child);
	event_free(a);
	event_free(b);
	event_free(c);
	event_base_free(base);
	return t_result();
}
