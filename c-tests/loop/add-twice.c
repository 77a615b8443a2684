// Adding an event that is pending: a new timeout replaces the old one, NULL keeps it.
#include "t.h"

static struct event_base *base;

/* How far away the deadline is, in steps of 100 s. */
static void show(const char *when, const struct event *ev)
{
	struct timeval deadline, now;
	SAY("%s: pending %s", when, t_what(event_pending(ev, EV_READ | EV_TIMEOUT, NULL)));
	if (event_pending(ev, EV_TIMEOUT, &deadline)) {
		gettimeofday(&now, NULL);
		SAY(", timeout in about %ld s", (deadline.tv_sec - now.tv_sec + 50) / 100 * 100);
	}
	SAY(", added %d\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED));
}

int main(void)
{
	evutil_socket_t sock[2];
	t_pair(sock);
	base = event_base_new();
	for (int persist = 0; persist <= EV_PERSIST; persist += EV_PERSIST) {
		struct event *ev = event_new(base, sock[0], EV_READ | persist, t_say, "event");
		SAY("--- %s\n", t_what(persist));
		SAY("add %d\n", event_add(ev, NULL));
		show("no timeout", ev);
		SAY("add %d\n", event_add(ev, NULL));
		show("again", ev);
		SAY("add %d\n", event_add(ev, MS(1000000)));
		show("1000 s", ev);
		SAY("add %d\n", event_add(ev, MS(500000)));
		show("500 s", ev);
		SAY("add %d\n", event_add(ev, MS(2000000)));
		show("2000 s", ev);
		SAY("add %d\n", event_add(ev, NULL));
		show("NULL", ev);
		SAY("del %d\n", event_del(ev));
		show("deleted", ev);
		SAY("del %d\n", event_del(ev));
		event_free(ev);
	}
	event_base_free(base);
	return t_result();
}
