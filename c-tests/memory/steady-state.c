// A loop that has warmed up asks for no memory: not for adding, deleting, firing or activating.
#include "alloc.h"

static int turns;
static struct event *oneshot;

static void count(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what, (void)arg;
	turns++;
}

static void again(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what, (void)arg;
	event_add(oneshot, NULL);
}

int main(void)
{
	struct event *io[20], *timer[200], *user;
	struct event_base *base;
	evutil_socket_t fd[2];
	long before = 0;
	int i, round;

	al_start();
	t_pair(fd);
	base = event_base_new();
	user = event_new(base, -1, 0, count, NULL);
	for (i = 0; i < 20; i++)
		io[i] = event_new(base, fd[i & 1], EV_WRITE | EV_PERSIST, count, NULL);
	for (i = 0; i < 200; i++)
		timer[i] = evtimer_new(base, count, NULL);
	oneshot = event_new(base, fd[0], EV_WRITE, again, NULL);
	event_add(oneshot, NULL);
	for (round = 0; round < 50; round++) {
		if (round == 10)
			before = al.calls;
		for (i = 0; i < 20; i++)
			event_add(io[i], i & 2 ? NULL : MS(100000 + i));
		for (i = 0; i < 200; i++)
			event_add(timer[i], i & 1 ? MS(0) : MS(50000 + i * 7919 % 1000));
		event_active(user, EV_READ, 3);
		CHECK(event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK) == 0);
		for (i = 0; i < 20; i += 1 + round % 3)
			event_del(io[i]);
		for (i = 0; i < 200; i += 1 + round % 5)
			event_del(timer[i]);
	}
	SAY("requests once warm: %ld\n", al.calls - before);
	for (i = 0; i < 20; i++)
		event_free(io[i]);
	for (i = 0; i < 200; i++)
		event_free(timer[i]);
	event_free(user);
	event_free(oneshot);
	event_base_free(base);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
