// run: once
// After idle ticks the bucket holds more, up to the burst and no more.
#include "bufferevent/kit.h"

int main(void)
{
	struct event_base *base = event_base_new();
	struct ev_token_bucket_cfg *cfg = ev_token_bucket_cfg_new(10, 25, 7, 30, MS(5));
	struct bufferevent *bev;
	int fd[2];
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_set_rate_limit(bev, cfg);
	/* The getters bring the bucket up to date. */
	while (bufferevent_get_read_limit(bev) < 25 || bufferevent_get_write_limit(bev) < 30) {
		CHECK(bufferevent_get_read_limit(bev) % 10 == 0 || bufferevent_get_read_limit(bev) == 25);
		CHECK(bufferevent_get_write_limit(bev) % 7 == 0 || bufferevent_get_write_limit(bev) == 30);
		sleep_ms(1);
		settle(base);
	}
	sleep_ms(50);
	settle(base);
	SAY("limit %zd %zd\n", bufferevent_get_read_limit(bev), bufferevent_get_write_limit(bev));
	SAY("max to %zd %zd\n", bufferevent_get_max_to_read(bev), bufferevent_get_max_to_write(bev));
	bufferevent_free(bev);
	settle(base);
	ev_token_bucket_cfg_free(cfg);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
