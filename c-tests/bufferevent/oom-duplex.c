// run: once
// Two socket bufferevents talk, and every request of the loop may be refused: the bytes that get through are the
// right ones, and when there is memory again all the rest does.
#include "bufferevent/oom.h"

#define ALL 20000

static struct event_base *base;

static void on_read(struct bufferevent *bev, void *arg)
{
	size_t *got = arg;
	unsigned char c;
	while (bufferevent_read(bev, &c, 1) == 1)
		CHECK(c == (unsigned char)((*got)++ % 249));
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	CHECK(al.failed && what & BEV_EVENT_ERROR);
}

static void scenario(void)
{
	long n = al.fail_in;
	int all = al.fail_on, fd[2];
	struct bufferevent *bev[2];
	size_t got[2] = { 0, 0 };
	static unsigned char data[ALL];

	al_stop_failing();
	/* A base of its own, since a base keeps blocks. */
	base = event_base_new();
	for (size_t i = 0; i < ALL; i++)
		data[i] = (unsigned char)(i % 249);
	t_pair(fd);
	for (int i = 0; i < 2; i++) {
		bev[i] = bufferevent_socket_new(base, fd[i], BEV_OPT_CLOSE_ON_FREE);
		bufferevent_setcb(bev[i], on_read, NULL, on_event, &got[i]);
		bufferevent_enable(bev[i], EV_READ);
		CHECK(bufferevent_write(bev[i], data, ALL) == 0);
	}
	al_fail(n, all);
	for (int i = 0; i < 10; i++)
		event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
	al_stop_failing();
	for (int i = 0; i < 10; i++) {
		settle(base);
		bufferevent_enable(bev[0], EV_READ | EV_WRITE);
		bufferevent_enable(bev[1], EV_READ | EV_WRITE);
	}
	CHECK(got[0] == ALL && got[1] == ALL);
	for (int i = 0; i < 2; i++)
		bufferevent_free(bev[i]);
	settle(base);
	event_base_free(base);
}

int main(void)
{
	al_start();
	warm_up(scenario);
	al_every_failure("both ways", scenario);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
