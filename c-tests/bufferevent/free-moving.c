// run: once
// on: ours
// A callback of the buffer that is moved to a bufferevent's output frees the bufferevent: nothing is waited for, nothing
// written. (The original crashes.)
#include "bufferevent/kit.h"

#include <event2/bufferevent_struct.h>

static struct event_base *base;

static void drop(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *bev)
{
	SAY(" freed\n");
	bufferevent_free(bev);
}

static enum bufferevent_filter_result pass(struct evbuffer *src, struct evbuffer *dst, ev_ssize_t limit,
    enum bufferevent_flush_mode mode, void *ctx)
{
	SAY(" filtered %zu\n", evbuffer_get_length(src));
	evbuffer_add_buffer(dst, src);
	return BEV_OK;
}

static void run(const char *kind, int how)
{
	struct bufferevent *bev, *pair[2];
	struct evbuffer *source = evbuffer_new();
	int fd[2];
	t_pair(fd);
	SAY("%s, %d\n", kind, how);
	if (*kind == 'p') {
		CHECK(bufferevent_pair_new(base, 0, pair) == 0);
		bufferevent_setcb(pair[1], say_read, NULL, say_event, " partner");
		bufferevent_enable(pair[1], EV_READ);
		bev = pair[0];
	} else {
		bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
		if (*kind == 'f')
			bev = bufferevent_filter_new(bev, pass, pass, BEV_OPT_CLOSE_ON_FREE, NULL, NULL);
	}
	b_say(bev, " bev");
	CHECK(bufferevent_set_timeouts(bev, MS(3600000), MS(3600000)) == 0);
	settle(base);
	evbuffer_add(source, "some text", 9);
	evbuffer_add_cb(source, drop, bev);
	if (how == 0)
		CHECK(bufferevent_write_buffer(bev, source) == 0);
	else
		CHECK(evbuffer_remove_buffer(source, bufferevent_get_output(bev), 4) == 4);
	evbuffer_free(source);
	settle(base);
	if (*kind == 'p')
		bufferevent_free(pair[1]);
	else
		CHECK(!fd_open(fd[0]));
	settle(base);
	CHECK(event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED) == 0);
	close(fd[1]);
}

int main(void)
{
	static const char *const kinds[] = { "socket", "pair", "filter" };
	base = event_base_new();
	for (int i = 0; i < 6; i++)
		run(kinds[i / 2], i % 2);
	SAY("dispatch %d\n", event_base_dispatch(base));
	event_base_free(base);
	return t_result();
}
