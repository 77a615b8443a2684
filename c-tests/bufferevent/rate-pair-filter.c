// run: once
// Rate limits of pairs and filters can be set and counted, but do not hold data back. A limit on the socket below a
// filter does.
#include "bufferevent/kit.h"

int main(void)
{
	struct event_base *base = event_base_new();
	struct ev_token_bucket_cfg *cfg = ev_token_bucket_cfg_new(4, 4, 4, 4, &(struct timeval){ 3600, 0 });
	struct bufferevent *pair[2], *sock, *filter;
	int fd[2];
	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	bufferevent_setcb(pair[1], say_read, NULL, NULL, "pair");
	bufferevent_enable(pair[1], EV_READ);
	SAY("pair %d %d\n", bufferevent_set_rate_limit(pair[0], cfg), bufferevent_set_rate_limit(pair[1], cfg));
	put_text(pair[0], "0123456789");
	settle(base);
	SAY("limits %zd %zd, max to %zd\n", bufferevent_get_write_limit(pair[0]), bufferevent_get_read_limit(pair[1]),
	    bufferevent_get_max_to_read(pair[1]));
	SAY("10 off %d\n", bufferevent_decrement_read_limit(pair[1], 10));
	put_text(pair[0], "more");
	settle(base);
	SAY("10 back %d\n", bufferevent_decrement_read_limit(pair[1], -10));
	settle(base);
	bufferevent_free(pair[0]);
	bufferevent_free(pair[1]);

	t_pair(fd);
	sock = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	filter = bufferevent_filter_new(sock, NULL, NULL, BEV_OPT_CLOSE_ON_FREE, NULL, NULL);
	bufferevent_setcb(filter, say_read, NULL, NULL, "filter");
	bufferevent_enable(filter, EV_READ);
	SAY("filter %d\n", bufferevent_set_rate_limit(filter, cfg));
	fd_put(fd[1], "0123456789");
	settle(base);
	SAY("below %d\n", bufferevent_set_rate_limit(sock, cfg));
	fd_put(fd[1], "abcdefghi");
	settle(base);
	put_text(filter, "0123456789");
	settle(base);
	SAY("far end \"%s\", limits below %zd %zd, above %zd %zd\n", fd_get(fd[1]), bufferevent_get_read_limit(sock),
	    bufferevent_get_write_limit(sock), bufferevent_get_read_limit(filter),
	    bufferevent_get_write_limit(filter));
	bufferevent_free(filter);
	settle(base);
	ev_token_bucket_cfg_free(cfg);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
