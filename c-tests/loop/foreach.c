// event_base_foreach_event visits each event once, whatever it waits for, and can stop.
#include "t.h"

#define COUNT 9

static struct event *ev[COUNT];
static struct event_base *base;
static int seen[COUNT], total;

static int visit(const struct event_base *b, const struct event *e, void *arg)
{
	CHECK(b == base);
	for (int i = 0; i < COUNT; i++) {
		if (ev[i] == e) { /* not one of the base's own */
			seen[i]++;
			total++;
		}
	}
	return total == *(int *)arg ? 42 : 0;
}

static void run(const char *title, int stop_at)
{
	int result;
	memset(seen, 0, sizeof seen);
	total = 0;
	result = event_base_foreach_event(base, visit, &stop_at);
	SAY("%s: %d, visits %d, seen", title, result, total);
	for (int i = 0; i < COUNT && stop_at < 0; i++)
		SAY(" %d", seen[i]);
	SAY("\n");
}

int main(void)
{
	evutil_socket_t sock[2];
	t_pair(sock);
	base = event_base_new();
	event_base_priority_init(base, 2);
	run("empty", -1);
	ev[0] = event_new(base, sock[0], EV_READ, t_say, "read");
	ev[1] = event_new(base, sock[0], EV_READ | EV_PERSIST, t_say, "read with a timeout");
	ev[2] = event_new(base, sock[1], EV_WRITE, t_say, "write, active");
	ev[3] = event_new(base, -1, 0, t_say, "only active");
	ev[4] = event_new(base, -1, 0, t_say, "timer");
	ev[5] = event_new(base, -1, 0, t_say, "timer, active");
	ev[6] = event_new(base, -1, 0, t_say, "common timer");
	ev[7] = event_new(base, sock[0], EV_READ, t_say, "read with a common timeout");
	ev[8] = event_new(base, sock[0], EV_READ, t_say, "not added");
	run("new", -1);
	event_add(ev[0], NULL);
	event_add(ev[1], MS(3600000));
	event_add(ev[2], NULL);
	event_active(ev[2], EV_WRITE, 1);
	event_active(ev[3], EV_READ, 1);
	event_add(ev[4], MS(3600000));
	event_add(ev[5], MS(3600000));
	event_active(ev[5], EV_READ, 1);
	run("added", -1);
	run("stopped at the second", 2);
	for (int i = 0; i < 2; i++) { /* two common timeouts, each with one event */
		const struct timeval *tv = event_base_init_common_timeout(base, MS(9000000 + i));
		event_add(ev[6 + i], tv);
	}
	run("with common timeouts", -1);
	for (int i = 0; i < COUNT; i++)
		event_del(ev[i]);
	run("deleted", -1);
	SAY("no function: %d\n", event_base_foreach_event(base, NULL, NULL));
	for (int i = 0; i < COUNT; i++)
		event_free(ev[i]);
	event_base_free(base);
	return t_result();
}
