// loopcontinue looks for new events at once, before the rest of what is active.
#include "t.h"

static struct event_base *base;
static evutil_socket_t sock[2];
static int restart;

T_CALLBACK(on_first)
{
	t_say(-1, what, arg);
	CHECK(write(sock[1], "x", 1) == 1);
	if (restart)
		SAY("loopcontinue %d\n", event_base_loopcontinue(base));
}

T_CALLBACK(on_urgent)
{
	char c;
	t_say(-1, what, arg);
	CHECK(read(sock[0], &c, 1) == 1);
}

int main(void)
{
	struct event *ev[3], *urgent;
	t_pair(sock);
	base = event_base_new();
	event_base_priority_init(base, 2);
	ev[0] = event_new(base, -1, 0, on_first, "first");
	ev[1] = event_new(base, -1, 0, t_say, "second");
	ev[2] = event_new(base, -1, 0, t_say, "third");
	urgent = event_new(base, sock[0], EV_READ, on_urgent, "urgent");
	event_priority_set(urgent, 0);
	for (restart = 0; restart < 2; restart++) {
		event_add(urgent, NULL);
		for (int i = 0; i < 3; i++) {
			event_priority_set(ev[i], 1);
			event_active(ev[i], EV_WRITE, 1);
		}
		SAY("loop %d\n", event_base_dispatch(base));
	}
	SAY("outside the loop: %d\n", event_base_loopcontinue(base));
	event_active(ev[1], EV_WRITE, 1);
	SAY("loop %d\n", event_base_dispatch(base));
	for (int i = 0; i < 3; i++)
		event_free(ev[i]);
	event_free(urgent);
	event_base_free(base);
	return t_result();
}
