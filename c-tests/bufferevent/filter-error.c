// run: once
// A filter function that fails, in either direction: what the user is told, whether anything goes on.
#include "bufferevent/kit.h"

static struct event_base *base;

static enum bufferevent_filter_result fail_on_x(struct evbuffer *src, struct evbuffer *dst, ev_ssize_t limit,
    enum bufferevent_flush_mode mode, void *ctx)
{
	char c;
	while (evbuffer_copyout(src, &c, 1) == 1) {
		if (c == 'x')
			return BEV_ERROR;
		evbuffer_remove_buffer(src, dst, 1);
	}
	return BEV_OK;
}

static void run(const char *name, bufferevent_filter_cb in, bufferevent_filter_cb out, int options)
{
	struct bufferevent *sock, *filter;
	int fd[2];
	t_pair(fd);
	SAY("%s\n", name);
	sock = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	filter = bufferevent_filter_new(sock, in, out, options | BEV_OPT_CLOSE_ON_FREE, NULL, NULL);
	bufferevent_setcb(filter, say_read, say_write, say_event, " filter");
	bufferevent_enable(filter, EV_READ);
	SAY(" good\n");
	if (in)
		fd_put(fd[1], "good");
	else
		put_text(filter, "good");
	settle(base);
	SAY(" bad\n");
	if (in)
		fd_put(fd[1], "some xbad");
	else
		SAY(" write %d\n", bufferevent_write(filter, "some xbad", 9));
	settle(base);
	SAY(" filter in %zu out %zu, below in %zu out %zu, enabled %s, below %s\n",
	    evbuffer_get_length(bufferevent_get_input(filter)),
	    evbuffer_get_length(bufferevent_get_output(filter)),
	    evbuffer_get_length(bufferevent_get_input(sock)),
	    evbuffer_get_length(bufferevent_get_output(sock)), t_what(bufferevent_get_enabled(filter)),
	    t_what(bufferevent_get_enabled(sock)));
	SAY(" flush %d\n", bufferevent_flush(filter, in ? EV_READ : EV_WRITE, BEV_FLUSH));
	settle(base);
	SAY(" far end \"%s\"\n", fd_get(fd[1]));
	close(fd[1]);
	settle(base);
	bufferevent_free(filter);
}

int main(void)
{
	base = event_base_new();
	run("input", fail_on_x, NULL, 0);
	run("output", NULL, fail_on_x, 0);
	run("input, deferred", fail_on_x, NULL, BEV_OPT_DEFER_CALLBACKS);
	run("output, deferred", NULL, fail_on_x, BEV_OPT_DEFER_CALLBACKS);
	event_base_free(base);
	return t_result();
}
