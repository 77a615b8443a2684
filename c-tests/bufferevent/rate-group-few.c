// run: once
// on: ours
// Fewer bytes are left in a group than it has members, and there is no least share: each may still transfer a byte,
// so that none waits for news that never come. In the original they wait without sleeping.
#include "bufferevent/kit.h"

int main(void)
{
	struct event_base *base = event_base_new();
	struct ev_token_bucket_cfg *cfg = ev_token_bucket_cfg_new(2, 2, 2, 2, MS(3600000));
	struct bufferevent_rate_limit_group *group = bufferevent_rate_limit_group_new(base, cfg);
	struct bufferevent *bev[3];
	size_t left = 0;
	int fd[3][2];
	CHECK(bufferevent_rate_limit_group_set_min_share(group, 0) == 0);
	for (int i = 0; i < 3; i++) {
		t_pair(fd[i]);
		bev[i] = bufferevent_socket_new(base, fd[i][0], BEV_OPT_CLOSE_ON_FREE);
		CHECK(bufferevent_add_to_rate_limit_group(bev[i], group) == 0);
	}
	for (int i = 0; i < 3; i++)
		put_text(bev[i], "x");
	settle(base);
	for (int i = 0; i < 3; i++)
		left += evbuffer_get_length(bufferevent_get_output(bev[i]));
	CHECK(left == 1);
	CHECK(bufferevent_rate_limit_group_decrement_write(group, -1) == 0);
	settle(base);
	for (int i = 0; i < 3; i++) {
		CHECK(evbuffer_get_length(bufferevent_get_output(bev[i])) == 0);
		CHECK(same(fd_get(fd[i][1]), "x"));
		bufferevent_free(bev[i]);
		close(fd[i][1]);
	}
	settle(base);
	bufferevent_rate_limit_group_free(group);
	ev_token_bucket_cfg_free(cfg);
	event_base_free(base);
	return t_result();
}
