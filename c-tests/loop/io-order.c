// Events on one fd run newest first; what each is told is only what it asked for.
#include "t.h"

int main(void)
{
	struct event_base *base = event_base_new();
	struct event *ev[5];
	evutil_socket_t sock[2];
	static const short kinds[] = { EV_READ, EV_WRITE, EV_READ | EV_WRITE,
		EV_READ | EV_PERSIST, EV_WRITE | EV_PERSIST };
	static char *names[] = { "read", "write", "both", "read, persistent",
		"write, persistent" };
	t_pair(sock);
	for (int i = 0; i < 5; i++) {
		ev[i] = event_new(base, sock[0], kinds[i], t_say, names[i]);
		event_add(ev[i], NULL);
	}
	SAY("writable: %d\n", event_base_loop(base, EVLOOP_ONCE));
	SAY("again: %d\n", event_base_loop(base, EVLOOP_ONCE));
	CHECK(write(sock[1], "x", 1) == 1);
	SAY("readable too: %d\n", event_base_loop(base, EVLOOP_ONCE));
	for (int i = 0; i < 3; i++)
		event_add(ev[i], NULL);
	SAY("all of them: %d\n", event_base_loop(base, EVLOOP_ONCE));
	event_del(ev[4]);
	event_del(ev[3]);
	SAY("none left: %d\n", event_base_loop(base, EVLOOP_ONCE));
	for (int i = 0; i < 5; i++)
		event_free(ev[i]);
	event_base_free(base);
	return t_result();
}
