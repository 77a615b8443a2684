// After one priority has run the loop polls again, before the next lower priority.
#include "t.h"

static evutil_socket_t sock[2];
static int left = 3;

T_CALLBACK(on_high)
{
	char c;
	CHECK(read(sock[0], &c, 1) == 1);
	SAY("high %s\n", t_what(what));
	if (--left > 0)
		CHECK(write(sock[1], "x", 1) == 1); /* seen before low has a turn */
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct event *high, *low, *lowest;
	t_pair(sock);
	event_base_priority_init(base, 3);
	high = event_new(base, sock[0], EV_READ | EV_PERSIST, on_high, NULL);
	low = event_new(base, -1, 0, t_say, "low");
	lowest = event_new(base, sock[1], EV_WRITE, t_say, "lowest");
	event_priority_set(high, 0);
	event_priority_set(low, 1);
	event_priority_set(lowest, 2);
	CHECK(write(sock[1], "x", 1) == 1);
	event_add(lowest, NULL);
	event_add(high, NULL);
	event_active(low, EV_WRITE, 1);
	SAY("loop %d\n", event_base_loop(base, EVLOOP_ONCE));
	event_free(high);
	event_free(low);
	event_free(lowest);
	event_base_free(base);
	return t_result();
}
