// event_base_once with any request refused: -1, and its callback is never called.
#include "alloc.h"

static void mark(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	++*(int *)arg;
}

static void scenario(void)
{
	struct event_base *base;
	evutil_socket_t fd[2];
	int fired[4] = { 0 }, added[4], i;
	long n = al.fail_in;
	int all = al.fail_on;

	al_stop_failing();
	t_pair(fd);
	base = event_base_new();
	al_fail(n, all);
	added[0] = event_base_once(base, -1, EV_TIMEOUT, mark, &fired[0], NULL) == 0;
	added[1] = event_base_once(base, -1, EV_TIMEOUT, mark, &fired[1], MS(2)) == 0;
	added[2] = event_base_once(base, fd[0], EV_WRITE, mark, &fired[2], NULL) == 0;
	added[3] = event_base_once(base, fd[1], EV_WRITE, mark, &fired[3], MS(100000)) == 0;
	CHECK(al.failed || (added[0] && added[1] && added[2] && added[3]));
	al_stop_failing();
	CHECK(event_base_dispatch(base) == 1);
	for (i = 0; i < 4; i++)
		CHECK(fired[i] == added[i]);
	event_base_free(base);
	close(fd[0]);
	close(fd[1]);
}

int main(void)
{
	al_start();
	al_every_failure("event_base_once", scenario);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
