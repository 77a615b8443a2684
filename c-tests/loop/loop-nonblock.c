// EVLOOP_NONBLOCK goes on while something is active, and never waits.
#include "t.h"

static struct event_base *base;
static struct event *self;
static int rounds;

T_CALLBACK(on_add)
{
	SAY("zero timer %d\n", ++rounds);
	if (rounds < 3)
		event_add(self, MS(0));
}

T_CALLBACK(on_active)
{
	SAY("active %d\n", ++rounds);
	if (rounds < 3)
		event_active(self, EV_READ, 1);
}

int main(void)
{
	struct event *low, *high;
	evutil_socket_t fd[2];
	long start;
	t_pair(fd);
	base = event_base_new();
	event_base_priority_init(base, 2);
	low = event_new(base, fd[0], EV_READ, t_say, "low");
	high = event_new(base, fd[1], EV_WRITE, t_say, "high");
	event_priority_set(low, 1);
	event_priority_set(high, 0);
	event_add(low, NULL);
	start = now_ms();
	SAY("not readable: %d\n", event_base_loop(base, EVLOOP_NONBLOCK));
	CHECK(now_ms() - start < 10000);

	CHECK(write(fd[1], "x", 1) == 1);
	event_add(high, NULL);
	SAY("both priorities ready: %d\n", event_base_loop(base, EVLOOP_NONBLOCK));

	self = event_new(base, -1, 0, on_add, NULL);
	event_add(self, MS(0));
	event_base_loop(base, EVLOOP_NONBLOCK);
	SAY("rounds of the zero timer in one call: %d\n", rounds);
	event_free(self);

	rounds = 0;
	self = event_new(base, -1, 0, on_active, NULL);
	event_active(self, EV_READ, 1);
	event_base_loop(base, EVLOOP_NONBLOCK);
	SAY("rounds of the active event in one call: %d\n", rounds);
	event_free(self);

	event_free(low);
	event_free(high);
	event_base_free(base);
	return t_result();
}
