// run: once
// on: ours
// bufferevent_base_set is refused while something is waited for, and then nothing has changed. The original says
// that the base is the new one, and goes on in the old one.
#include "bufferevent/kit.h"

int main(void)
{
	struct event_base *one = event_base_new(), *two = event_base_new();
	struct ev_token_bucket_cfg *cfg = ev_token_bucket_cfg_new(4, 4, 4, 4, MS(3600000));
	struct bufferevent *bev;
	int fd[2];
	t_pair(fd);
	bev = bufferevent_socket_new(one, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_enable(bev, EV_READ);
	CHECK(bufferevent_base_set(two, bev) == -1 && bufferevent_get_base(bev) == one);
	fd_put(fd[1], "text");
	settle(one);
	CHECK(same(b_text(bufferevent_get_input(bev)), "text"));

	/* It waits for a tick of its limit. */
	bufferevent_disable(bev, EV_READ | EV_WRITE);
	CHECK(bufferevent_set_rate_limit(bev, cfg) == 0 && bufferevent_decrement_read_limit(bev, 4) == 0);
	CHECK(bufferevent_base_set(two, bev) == -1 && bufferevent_get_base(bev) == one);
	CHECK(bufferevent_decrement_read_limit(bev, -4) == 0);
	CHECK(bufferevent_base_set(two, bev) == 0 && bufferevent_get_base(bev) == two);
	bufferevent_enable(bev, EV_READ);
	fd_put(fd[1], "more");
	settle(two);
	CHECK(same(b_text(bufferevent_get_input(bev)), "more"));
	bufferevent_free(bev);
	settle(two);
	close(fd[1]);
	ev_token_bucket_cfg_free(cfg);
	event_base_free(one);
	event_base_free(two);
	return t_result();
}
