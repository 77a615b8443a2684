// run: once
// on: ours
// Rate limits used wrongly: no group to add to means to leave; no limit to count down is an error; a group that is
// freed with members lets them go on. The original crashes or aborts.
#include "bufferevent/kit.h"

int main(void)
{
	struct event_base *base = event_base_new();
	struct ev_token_bucket_cfg *cfg = ev_token_bucket_cfg_new(10, 10, 10, 10, &(struct timeval){ 3600, 0 });
	struct bufferevent_rate_limit_group *group = bufferevent_rate_limit_group_new(base, cfg);
	struct bufferevent *bev;
	int fd[2];
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_enable(bev, EV_READ);
	CHECK(bufferevent_decrement_read_limit(bev, 1) == -1);
	CHECK(bufferevent_decrement_write_limit(bev, 1) == -1);
	CHECK(bufferevent_add_to_rate_limit_group(bev, NULL) == 0);
	CHECK(bufferevent_add_to_rate_limit_group(bev, group) == 0);
	CHECK(bufferevent_decrement_read_limit(bev, 1) == -1);
	CHECK(bufferevent_get_max_to_read(bev) == 10);
	CHECK(bufferevent_add_to_rate_limit_group(bev, NULL) == 0);
	CHECK(bufferevent_get_max_to_read(bev) == 16384);
	CHECK(bufferevent_rate_limit_group_set_cfg(group, NULL) == -1);
	CHECK(bufferevent_rate_limit_group_new(base, NULL) == NULL);

	/* The last member's reading stands still when the group goes. */
	bufferevent_add_to_rate_limit_group(bev, group);
	fd_put(fd[1], "0123456789abcdef");
	settle(base);
	CHECK(evbuffer_get_length(bufferevent_get_input(bev)) == 10);
	bufferevent_rate_limit_group_free(group);
	settle(base);
	CHECK(evbuffer_get_length(bufferevent_get_input(bev)) == 16);
	CHECK(bufferevent_get_max_to_read(bev) == 16384);
	CHECK(bufferevent_remove_from_rate_limit_group(bev) == 0);

	/* Counting beyond what fits. */
	CHECK(bufferevent_set_rate_limit(bev, cfg) == 0);
	CHECK(bufferevent_decrement_read_limit(bev, EV_SSIZE_MAX) == 0);
	CHECK(bufferevent_decrement_read_limit(bev, EV_SSIZE_MAX) == 0);
	CHECK(bufferevent_get_read_limit(bev) < 0 && bufferevent_get_max_to_read(bev) == 0);
	CHECK(bufferevent_decrement_write_limit(bev, EV_SSIZE_MIN) == 0);
	CHECK(bufferevent_decrement_write_limit(bev, EV_SSIZE_MIN) == 0);
	CHECK(bufferevent_get_write_limit(bev) > 0);
	put_text(bev, "out");
	settle(base);
	CHECK(same(fd_get(fd[1]), "out"));
	bufferevent_free(bev);
	settle(base);
	ev_token_bucket_cfg_free(cfg);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
