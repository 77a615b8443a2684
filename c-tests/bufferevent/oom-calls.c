// run: once
// on: ours
// The functions that change a bufferevent, with any request refused: an error or success, but the bufferevent goes
// on in any case: watermarks, timeouts, rate limits, groups, priorities, another socket. The original crashes.
#include "bufferevent/oom.h"

static struct ev_token_bucket_cfg *cfg;
static struct bufferevent_rate_limit_group *group;

static void scenario(void)
{
	long n = al.fail_in;
	int all = al.fail_on, fd[2];
	struct event_base *base;
	struct bufferevent *bev;

	al_stop_failing();
	t_pair(fd);
	/* A new base each time: what it keeps about fds has to be allocated. */
	base = event_base_new();
	group = bufferevent_rate_limit_group_new(base, cfg);
	bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	al_fail(n, all);
#define MAY_FAIL(call) do { int r_ = (call); CHECK(r_ == 0 || (r_ == -1 && al.failed)); } while (0)
	bufferevent_setwatermark(bev, EV_READ | EV_WRITE, 0, 100);
	MAY_FAIL(bufferevent_set_timeouts(bev, MS(100000), MS(100000)));
	MAY_FAIL(bufferevent_priority_set(bev, 0));
	MAY_FAIL(bufferevent_set_max_single_read(bev, 10000));
	MAY_FAIL(bufferevent_setfd(bev, fd[0]));
	CHECK(bufferevent_getfd(bev) == fd[0]);
	MAY_FAIL(bufferevent_enable(bev, EV_READ | EV_WRITE));
	MAY_FAIL(bufferevent_set_rate_limit(bev, cfg));
	MAY_FAIL(bufferevent_add_to_rate_limit_group(bev, group));
	MAY_FAIL(bufferevent_set_timeouts(bev, NULL, NULL));
	bufferevent_setwatermark(bev, EV_READ | EV_WRITE, 0, 0);
	MAY_FAIL(bufferevent_remove_from_rate_limit_group(bev));
	MAY_FAIL(bufferevent_set_rate_limit(bev, NULL));
	bufferevent_trigger(bev, EV_READ, BEV_TRIG_DEFER_CALLBACKS);
	al_stop_failing();
	CHECK(bufferevent_disable(bev, EV_READ | EV_WRITE) == 0);
	CHECK(bufferevent_enable(bev, EV_READ | EV_WRITE) == 0);
	fd_put(fd[1], "in");
	put_text(bev, "out");
	settle(base);
	CHECK(!strcmp(b_text(bufferevent_get_input(bev)), "in"));
	CHECK(!strcmp(fd_get(fd[1]), "out"));
	bufferevent_free(bev);
	settle(base);
	bufferevent_rate_limit_group_free(group);
	event_base_free(base);
	close(fd[1]);
}

int main(void)
{
	al_start();
	cfg = ev_token_bucket_cfg_new(1000, 1000, 1000, 1000, MS(3600000));
	warm_up(scenario);
	al_every_failure("calls", scenario);
	ev_token_bucket_cfg_free(cfg);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
