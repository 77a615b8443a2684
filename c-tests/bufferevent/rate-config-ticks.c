// run: once
// on: ours
// Ticks that make no sense: none of a millisecond, negative, or enormous. NULL, or a limit that works; the original
// divides by zero.
#include "bufferevent/kit.h"

int main(void)
{
	static const struct timeval ticks[] = { { 0, 0 }, { 0, 1 }, { 0, 999 }, { 0, -1 }, { -1, 0 }, { -1, 999999 },
		{ 1L << 40, 0 }, { INT64_MAX, 999999 }, { INT64_MAX / 1000 + 1, 0 }, { 0, 2000000 } };
	struct event_base *base = event_base_new();
	for (size_t i = 0; i < sizeof ticks / sizeof *ticks; i++) {
		struct ev_token_bucket_cfg *cfg = ev_token_bucket_cfg_new(10, 10, 10, 10, &ticks[i]);
		struct bufferevent *bev;
		int fd[2];
		if (!cfg)
			continue;
		t_pair(fd);
		bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
		CHECK(bufferevent_set_rate_limit(bev, cfg) == 0);
		bufferevent_enable(bev, EV_READ);
		fd_put(fd[1], "0123456789");
		UNTIL(base, evbuffer_get_length(bufferevent_get_input(bev)) == 10);
		CHECK(bufferevent_get_read_limit(bev) <= 10 && bufferevent_get_max_to_read(bev) <= 10);
		bufferevent_free(bev);
		settle(base);
		ev_token_bucket_cfg_free(cfg);
		close(fd[1]);
	}
	ev_token_bucket_cfg_free(NULL);
	event_base_free(base);
	return t_result();
}
