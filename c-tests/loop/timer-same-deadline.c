// on: ours
// Timers with the same deadline run in the order in which they were armed; arming one again
// puts it last. The original runs them in the order of its heap.
#include "t.h"

#define N 50

static struct event *timers[N];
static int order[N], ran;

static void arm_all(evutil_socket_t fd, short what, void *arg)
{
	/* In a callback all of them count from the same moment. */
	for (int i = 0; i < N; i++)
		event_add(timers[i], MS(20));
	event_add(timers[7], MS(20));
	event_del(timers[3]);
	event_add(timers[3], MS(20));
}

static void note(evutil_socket_t fd, short what, void *arg)
{
	order[ran++] = (int)(intptr_t)arg;
}

int main(void)
{
	struct event_base *base = event_base_new();
	int at = 0;
	for (int i = 0; i < N; i++)
		timers[i] = event_new(base, -1, 0, note, (void *)(intptr_t)i);
	event_base_once(base, -1, EV_TIMEOUT, arm_all, NULL, NULL);
	CHECK(event_base_dispatch(base) == 1);
	CHECK(ran == N);
	for (int i = 0; i < N; i++)
		if (i != 7 && i != 3)
			CHECK(order[at++] == i);
	CHECK(order[at] == 7 && order[at + 1] == 3);
	for (int i = 0; i < N; i++)
		event_free(timers[i]);
	event_base_free(base);
	return t_result();
}
