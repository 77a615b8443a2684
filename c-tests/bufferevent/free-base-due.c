// run: once
// on: ours
// As free-base, but callbacks are due: none is called, and all is given back. The original leaks the bufferevent
// and its socket then.
#include "bufferevent/kit.h"
#include "memory/alloc.h"

static void on_data(struct bufferevent *bev, void *arg) { CHECK(!bev); }
static void on_event(struct bufferevent *bev, short what, void *arg) { CHECK(!bev); }

static void run(int options)
{
	struct event_base *base = event_base_new();
	struct bufferevent *bev;
	int fd[2];
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], options | BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, on_data, on_data, on_event, NULL);
	bufferevent_enable(bev, EV_READ | EV_WRITE);
	put_text(bev, "text");
	bufferevent_trigger(bev, EV_READ | EV_WRITE, BEV_TRIG_DEFER_CALLBACKS);
	bufferevent_trigger_event(bev, BEV_EVENT_EOF, BEV_TRIG_DEFER_CALLBACKS);
	bufferevent_free(bev);
	event_base_free(base);
	CHECK(!fd_open(fd[0]));
	close(fd[1]);
}

int main(void)
{
	al_start();
	run(0);
	run(BEV_OPT_DEFER_CALLBACKS);
	run(BEV_OPT_DEFER_CALLBACKS | BEV_OPT_UNLOCK_CALLBACKS);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
