// run: once
// No timer runs while reading or writing stands still for another reason: a full input, a used-up limit. It starts
// anew when that is over.
#include "bufferevent/kit.h"
#include <event2/bufferevent_struct.h>

static struct event_base *base;
static struct bufferevent *bev;
static int fd[2];

static void show(const char *name)
{
	settle(base);
	SAY(" %s: timer of reading %s, of writing %s\n", name,
	    event_pending(&bev->ev_read, EV_TIMEOUT, NULL) ? "runs" : "stands",
	    event_pending(&bev->ev_write, EV_TIMEOUT, NULL) ? "runs" : "stands");
}

static void start(const char *name)
{
	SAY("%s\n", name);
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_set_timeouts(bev, MS(100000), MS(100000));
	bufferevent_enable(bev, EV_READ);
	show("reading enabled");
}

static void end(void)
{
	bufferevent_free(bev);
	settle(base);
	close(fd[1]);
}

int main(void)
{
	static char much[1 << 20];
	struct ev_token_bucket_cfg *cfg = ev_token_bucket_cfg_new(4, 4, 4, 4, &(struct timeval){ 3600, 0 });
	base = event_base_new();

	start("high watermark");
	bufferevent_setwatermark(bev, EV_READ, 0, 4);
	fd_put(fd[1], "01234567");
	show("input full");
	bufferevent_set_timeouts(bev, MS(200000), MS(200000));
	show("timeouts set");
	evbuffer_drain(bufferevent_get_input(bev), 2);
	show("full again");
	evbuffer_drain(bufferevent_get_input(bev), 3);
	show("not full");
	end();

	start("limit");
	bufferevent_set_rate_limit(bev, cfg);
	show("limit set");
	fd_put(fd[1], "01234567");
	put_text(bev, "01234567");
	show("limits used up");
	bufferevent_set_timeouts(bev, MS(200000), MS(200000));
	show("timeouts set");
	bufferevent_set_rate_limit(bev, NULL);
	show("limit taken away");
	end();

	start("writing disabled");
	bufferevent_write(bev, much, sizeof much);
	show("socket full");
	bufferevent_disable(bev, EV_READ | EV_WRITE);
	show("disabled");
	bufferevent_enable(bev, EV_READ | EV_WRITE);
	show("enabled");
	shutdown(fd[1], SHUT_WR);
	show("the end");
	end();
	ev_token_bucket_cfg_free(cfg);
	event_base_free(base);
	return t_result();
}
