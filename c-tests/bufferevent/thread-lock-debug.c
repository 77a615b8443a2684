// run: once
// Lock debugging watches: every lock that bufferevents take, of all kinds and with all options, is given back, and
// none is left when all has been freed.
#include "bufferevent/threads.h"

static struct event_base *base;

static int reads;

static void on_read(struct bufferevent *bev, void *arg)
{
	reads++;
	evbuffer_drain(bufferevent_get_input(bev), SIZE_MAX);
}

static void on_write(struct bufferevent *bev, void *arg) {}
static void on_event(struct bufferevent *bev, short what, void *arg) {}

static void use(struct bufferevent *bev)
{
	bufferevent_setcb(bev, on_read, on_write, on_event, NULL);
	bufferevent_lock(bev);
	bufferevent_enable(bev, EV_READ | EV_WRITE);
	bufferevent_set_timeouts(bev, MS(100000), MS(100000));
	bufferevent_setwatermark(bev, EV_READ | EV_WRITE, 0, 1000);
	bufferevent_unlock(bev);
	bufferevent_set_max_single_read(bev, 0);
	bufferevent_priority_set(bev, 0);
	bufferevent_getfd(bev);
	bufferevent_get_underlying(bev);
	bufferevent_get_max_to_read(bev);
	settle(base);
}

static void run(int options)
{
	struct ev_token_bucket_cfg *cfg = ev_token_bucket_cfg_new(100, 100, 100, 100, MS(3600000));
	struct bufferevent_rate_limit_group *group = bufferevent_rate_limit_group_new(base, cfg);
	struct bufferevent *sock, *pair[2], *lower, *filter;
	char text[20];
	int fd[2], fd2[2];
	reads = 0;
	t_pair(fd);
	sock = bufferevent_socket_new(base, fd[0], options);
	use(sock);
	CHECK(bufferevent_set_rate_limit(sock, cfg) == 0);
	CHECK(bufferevent_add_to_rate_limit_group(sock, group) == 0);
	fd_put(fd[1], "text");
	settle(base);
	put_text(sock, "text");
	settle(base);
	CHECK(bufferevent_read(sock, text, sizeof text) == 0);
	bufferevent_rate_limit_group_decrement_read(group, 1000);
	bufferevent_rate_limit_group_decrement_write(group, 1000);
	bufferevent_trigger(sock, EV_READ | EV_WRITE, BEV_TRIG_DEFER_CALLBACKS);
	settle(base);
	CHECK(bufferevent_setfd(sock, -1) == 0);
	bufferevent_free(sock);
	settle(base);
	CHECK(bufferevent_pair_new(base, options, pair) == 0);
	bufferevent_setcb(pair[0], NULL, NULL, NULL, NULL);
	use(pair[1]);
	put_text(pair[0], "through the pair");
	bufferevent_flush(pair[0], EV_WRITE, BEV_FINISHED);
	settle(base);
	bufferevent_free(pair[0]);
	bufferevent_free(pair[1]);
	t_pair(fd2);
	lower = bufferevent_socket_new(base, fd2[0], options | BEV_OPT_CLOSE_ON_FREE);
	filter = bufferevent_filter_new(lower, NULL, NULL, options | BEV_OPT_CLOSE_ON_FREE, NULL, NULL);
	use(filter);
	put_text(filter, "text");
	settle(base);
	fd_put(fd2[1], "text");
	settle(base);
	bufferevent_flush(filter, EV_READ | EV_WRITE, BEV_FLUSH);
	bufferevent_free(filter);
	settle(base);
	bufferevent_rate_limit_group_free(group);
	ev_token_bucket_cfg_free(cfg);
	close(fd[0]);
	close(fd[1]);
	close(fd2[1]);
	SAY("options %#x: read %d\n", options, reads >= 3);
}

int main(void)
{
	evthread_enable_lock_debugging();
	CHECK(evthread_use_pthreads() == 0);
	base = event_base_new();
	run(0);
	run(BEV_OPT_THREADSAFE);
	run(BEV_OPT_THREADSAFE | BEV_OPT_DEFER_CALLBACKS);
	run(BEV_OPT_THREADSAFE | BEV_OPT_DEFER_CALLBACKS | BEV_OPT_UNLOCK_CALLBACKS);
	event_base_free(base);
	libevent_global_shutdown();
	return t_result();
}
