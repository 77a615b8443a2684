// on: ours
// With BEV_OPT_CLOSE_ON_FREE, TLS object and socket go once. Without it they stay, and since the program may free the
// TLS object itself as soon as bufferevent_free has returned, also inside a callback, the provider is not called any
// more then, whatever limits and data are left.
#include "tls/kit.h"

static struct event_base *base;
static const char *where;

static void free_both(struct bufferevent *bev, struct side *s)
{
	s->bev = NULL;
	bufferevent_free(bev);
	toy_provider.free(&s->toy); /* each later call of the provider is an error */
}

static void on_read(struct bufferevent *bev, void *arg)
{
	if (!strcmp(where, "read"))
		free_both(bev, arg);
}

static void on_write(struct bufferevent *bev, void *arg)
{
	if (!strcmp(where, "written"))
		free_both(bev, arg);
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	if (!strcmp(where, what & BEV_EVENT_CONNECTED ? "connected" : "end"))
		free_both(bev, arg);
}

static void freed_inside(int on_top, int options)
{
	struct ev_token_bucket_cfg *cfg = ev_token_bucket_cfg_new(3, 3, 3, 3, &(struct timeval){ 3600, 0 });
	struct bufferevent_rate_limit_group *group = bufferevent_rate_limit_group_new(base, cfg);
	struct bufferevent *below[2] = { NULL, NULL };
	struct side both[2];
	int fd[2];
	t_pair(fd);
	sides_init(both);
	for (int i = 0; i < 2; i++) {
		if (on_top)
			side_on(&both[i], below[i] = bufferevent_socket_new(base, fd[i], 0), options);
		else
			side_on_socket(&both[i], base, fd[i], options);
	}
	bufferevent_setcb(both[0].bev, on_read, on_write, on_event, &both[0]);
	bufferevent_setwatermark(both[0].bev, EV_WRITE, 100, 0); /* told of what little the limits let through */
	CHECK(bufferevent_add_to_rate_limit_group(both[0].bev, group) == 0);
	settle(base);
	/* More than the limits let through, and than fits. */
	for (int i = 0; i < 2; i++) {
		if (both[i].bev) {
			put_text(both[i].bev, "some text");
			CHECK(bufferevent_flush(both[i].bev, EV_WRITE, BEV_FINISHED) == 0);
		}
	}
	settle(base);
	if (both[0].bev && !strcmp(where, "end")) {
		bufferevent_remove_from_rate_limit_group(both[0].bev);
		settle(base);
	}
	CHECK(both[0].bev == NULL && both[0].toy.calls.free == 1);
	bufferevent_free(both[1].bev);
	settle(base);
	CHECK(both[1].toy.calls.free == 0);
	for (int i = 0; i < 2; i++) {
		CHECK(fd_open(fd[i]));
		if (below[i])
			bufferevent_free(below[i]);
		close(fd[i]);
		toy_done(&both[i].toy);
	}
	bufferevent_rate_limit_group_free(group);
	settle(base);
	ev_token_bucket_cfg_free(cfg);
}

static void with_it(int on_top)
{
	struct side both[2];
	int fd[2];
	sides_init(both);
	(on_top ? sides_over_filters : sides_over_sockets)(both, base, BEV_OPT_CLOSE_ON_FREE);
	for (int i = 0; i < 2; i++)
		fd[i] = bufferevent_getfd(both[i].bev);
	sides_connect(both, base);
	bufferevent_incref(both[0].bev);
	bufferevent_free(both[0].bev);
	settle(base);
	CHECK(both[0].toy.calls.free == 0 && fd_open(fd[0]));
	bufferevent_decref(both[0].bev);
	both[0].bev = NULL;
	settle(base);
	CHECK(both[0].toy.calls.free == 1 && !fd_open(fd[0]));
	sides_free(both, base);
	CHECK(!fd_open(fd[1]));
}

int main(void)
{
	static const int options[] = { 0, BEV_OPT_DEFER_CALLBACKS };
	static const char *const callbacks[] = { "connected", "read", "written", "end" };
	base = event_base_new();
	for (int on_top = 0; on_top < 2; on_top++) {
		for (int i = 0; i < 4; i++) {
			where = callbacks[i];
			for (int j = 0; j < 2; j++)
				freed_inside(on_top, options[j]);
		}
		with_it(on_top);
	}
	event_base_free(base);
	return t_result();
}
