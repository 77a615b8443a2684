// Io events of three priorities, ready in one wait: one priority runs per turn.
#include "t.h"

static evutil_socket_t sock[6][2];

T_CALLBACK(on_event)
{
	char c;
	t_say(fd, what, arg);
	CHECK(read(fd, &c, 1) == 1);
}

int main(void)
{
	static char *names[] = { "0 a", "1 a", "2 a" };
	struct event_base *base = event_base_new();
	struct event *ev[3];
	event_base_priority_init(base, 3);
	for (int i = 2; i >= 0; i--) {
		t_pair(sock[i]);
		ev[i] = event_new(base, sock[i][0], EV_READ | EV_PERSIST, on_event, names[i]);
		event_priority_set(ev[i], i);
		event_add(ev[i], NULL);
		CHECK(write(sock[i][1], "xx", 2) == 2);
	}
	/* High ones are still readable after each turn, so low ones wait for all of them. */
	SAY("loop %d\n", event_base_loop(base, EVLOOP_NONBLOCK));
	for (int i = 0; i < 3; i++)
		event_free(ev[i]);
	event_base_free(base);
	return t_result();
}
