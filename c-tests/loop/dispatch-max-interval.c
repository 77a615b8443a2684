// A limit of time per turn: after it the loop looks for new events.
#include "t.h"

static evutil_socket_t sock[2];
static int ran;

T_CALLBACK(on_event)
{
	SAY("  %s\n", (const char *)arg);
	if (++ran == 2) {
		CHECK(write(sock[1], "x", 1) == 1);
		sleep_ms(60);
	}
}

T_CALLBACK(on_urgent)
{
	char c;
	CHECK(read(sock[0], &c, 1) == 1);
	SAY("  urgent\n");
}

static void run(const struct timeval *interval, int min_priority)
{
	static char *names[] = { "one", "two", "three", "four" };
	struct event_config *cfg = event_config_new();
	struct event_base *base;
	struct event *ev[4], *urgent;

	SAY("interval %ld ms, from priority %d on\n", interval ? tv_ms(interval) : -1,
	    min_priority);
	event_config_set_max_dispatch_interval(cfg, interval, -1, min_priority);
	base = event_base_new_with_config(cfg);
	event_config_free(cfg);
	event_base_priority_init(base, 2);
	urgent = event_new(base, sock[0], EV_READ, on_urgent, NULL);
	event_priority_set(urgent, 0);
	event_add(urgent, NULL);
	ran = 0;
	for (int i = 0; i < 4; i++) {
		ev[i] = event_new(base, -1, 0, on_event, names[i]);
		event_priority_set(ev[i], 1);
		event_active(ev[i], EV_READ, 1);
	}
	SAY("loop %d\n", event_base_dispatch(base));
	for (int i = 0; i < 4; i++)
		event_free(ev[i]);
	event_free(urgent);
	event_base_free(base);
}

int main(void)
{
	t_pair(sock);
	run(NULL, 0);
	run(MS(30), 0);
	run(MS(30), 1);
	run(MS(30), 2);
	run(MS(60000), 0);
	return t_result();
}
