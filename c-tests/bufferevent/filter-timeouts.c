// run: once
// Timeouts of a filter: reading times out when nothing came through, writing when the bufferevent below does not
// take it. What is disabled then, above and below.
#include "bufferevent/kit.h"

static struct event_base *base;
static struct bufferevent *sock, *filter;
static int events;

static void on_event(struct bufferevent *bev, short what, void *name)
{
	say_event(bev, what, name);
	SAY(" below %s\n", t_what(bufferevent_get_enabled(sock)));
	events++;
}

static enum bufferevent_filter_result hold(struct evbuffer *src, struct evbuffer *dst, ev_ssize_t limit,
    enum bufferevent_flush_mode mode, void *ctx)
{
	if (mode == BEV_NORMAL)
		return BEV_NEED_MORE;
	evbuffer_add_buffer(dst, src);
	return BEV_OK;
}

int main(void)
{
	int fd[2];
	base = event_base_new();
	t_pair(fd);
	sock = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	filter = bufferevent_filter_new(sock, hold, hold, BEV_OPT_CLOSE_ON_FREE, NULL, NULL);
	bufferevent_setcb(filter, say_read, say_write, on_event, "filter");
	SAY("set %d\n", bufferevent_set_timeouts(filter, MS(10), MS(20)));
	settle(base);
	SAY("reading\n");
	bufferevent_enable(filter, EV_READ);
	UNTIL(base, events == 1);
	SAY("data that does not get through\n");
	fd_put(fd[1], "held back");
	settle(base);
	SAY("in %zu, below %zu\n", evbuffer_get_length(bufferevent_get_input(filter)),
	    evbuffer_get_length(bufferevent_get_input(sock)));
	bufferevent_enable(filter, EV_READ);
	UNTIL(base, events == 2);
	SAY("writing\n");
	put_text(filter, "held back");
	SAY("out %zu, below %zu\n", evbuffer_get_length(bufferevent_get_output(filter)),
	    evbuffer_get_length(bufferevent_get_output(sock)));
	bufferevent_enable(filter, EV_WRITE);
	UNTIL(base, events == 3);
	bufferevent_set_timeouts(filter, NULL, NULL);
	bufferevent_enable(filter, EV_READ | EV_WRITE);
	SAY("flush %d\n", bufferevent_flush(filter, EV_WRITE, BEV_FLUSH));
	settle(base);
	SAY("far end \"%s\"\n", fd_get(fd[1]));
	bufferevent_free(filter);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
