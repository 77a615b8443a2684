// run: once
// Bufferevents under event_enable_debug_mode: no complaint about their own events, of all kinds, in usual use.
#include "bufferevent/kit.h"

int main(void)
{
	struct event_base *base;
	struct bufferevent *sock, *pair[2], *filter, *late;
	int fd[2];
	event_enable_debug_mode();
	t_log();
	base = event_base_new();
	t_pair(fd);
	sock = bufferevent_socket_new(base, fd[0], 0);
	b_say(sock, "sock");
	bufferevent_set_timeouts(sock, MS(100000), MS(100000));
	settle(base);
	fd_put(fd[1], "text");
	settle(base);
	bufferevent_priority_set(sock, 0);
	bufferevent_setfd(sock, -1);
	bufferevent_setfd(sock, fd[0]);
	bufferevent_enable(sock, EV_READ);
	settle(base);
	fd_put(fd[1], "more");
	settle(base);
	filter = bufferevent_filter_new(sock, NULL, NULL, BEV_OPT_CLOSE_ON_FREE, NULL, NULL);
	bufferevent_setcb(filter, say_read, NULL, say_event, "filter");
	bufferevent_enable(filter, EV_READ);
	fd_put(fd[1], "filtered");
	settle(base);
	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	bufferevent_setcb(pair[1], say_read, NULL, NULL, "pair");
	bufferevent_set_timeouts(pair[1], MS(100000), MS(100000));
	bufferevent_enable(pair[1], EV_READ);
	put_text(pair[0], "paired");
	settle(base);
	bufferevent_free(filter);
	bufferevent_free(pair[0]);
	bufferevent_free(pair[1]);
	settle(base);
	/* The same memory may be used again. */
	late = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(late, say_read, NULL, say_event, "late");
	bufferevent_enable(late, EV_READ);
	close(fd[1]);
	settle(base);
	bufferevent_free(late);
	event_base_free(base);
	libevent_global_shutdown();
	return t_result();
}
