// A limit of callbacks per turn, for priorities from a certain one on.
#include "t.h"

static evutil_socket_t sock[2];
static int ran;

T_CALLBACK(on_event)
{
	SAY("  %s\n", (const char *)arg);
	if (++ran == 1)
		CHECK(write(sock[1], "x", 1) == 1);
}

T_CALLBACK(on_urgent)
{
	char c;
	CHECK(read(sock[0], &c, 1) == 1);
	SAY("  urgent\n");
}

/* Five active events; the first makes an urgent one ready, which needs a look at the fds. */
static void run(int max_callbacks, int min_priority, int priority)
{
	static char *names[] = { "one", "two", "three", "four", "five" };
	struct event_config *cfg = event_config_new();
	struct event_base *base;
	struct event *ev[5], *urgent;

	SAY("at most %d from priority %d on, events of priority %d\n", max_callbacks,
	    min_priority, priority);
	event_config_set_max_dispatch_interval(cfg, NULL, max_callbacks, min_priority);
	base = event_base_new_with_config(cfg);
	event_config_free(cfg);
	event_base_priority_init(base, 3);
	urgent = event_new(base, sock[0], EV_READ, on_urgent, NULL);
	event_priority_set(urgent, 0);
	event_add(urgent, NULL);
	ran = 0;
	for (int i = 0; i < 5; i++) {
		ev[i] = event_new(base, -1, 0, on_event, names[i]);
		event_priority_set(ev[i], priority);
		event_active(ev[i], EV_READ, 1);
	}
	SAY("loop %d\n", event_base_dispatch(base));
	for (int i = 0; i < 5; i++)
		event_free(ev[i]);
	event_free(urgent);
	event_base_free(base);
}

int main(void)
{
	t_pair(sock);
	for (int max_callbacks = -1; max_callbacks <= 3; max_callbacks++) {
		if (max_callbacks != 0)
			for (int priority = 0; priority <= 2; priority++)
				run(max_callbacks, 1, priority);
	}
	run(2, 0, 0);
	run(2, 3, 1);
	run(2, -1, 1);
	return t_result();
}
