// run: once
// A socket bufferevent and what rate limits need, made with any request refused: NULL and nothing leaked, or one
// that works. The socket is left alone.
#include "bufferevent/oom.h"

static struct event_base *base;
static int fd[2];

static void a_socket(void)
{
	struct bufferevent *bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	CHECK(bev || al.failed);
	CHECK(fd_open(fd[0]));
	al_stop_failing();
	if (bev) {
		bufferevent_setfd(bev, -1);
		bufferevent_free(bev);
	}
	settle(base);
}

static void limits(void)
{
	struct ev_token_bucket_cfg *cfg = ev_token_bucket_cfg_new(10, 10, 10, 10, MS(3600000));
	struct bufferevent_rate_limit_group *group = cfg ? bufferevent_rate_limit_group_new(base, cfg) : NULL;
	CHECK((cfg && group) || al.failed);
	al_stop_failing();
	if (group)
		bufferevent_rate_limit_group_free(group);
	if (cfg)
		ev_token_bucket_cfg_free(cfg);
}

int main(void)
{
	t_pair(fd);
	al_start();
	base = event_base_new();
	settle(base);
	warm_up(a_socket);
	al_every_failure("socket", a_socket);
	warm_up(limits);
	al_every_failure("limits", limits);
	event_base_free(base);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
