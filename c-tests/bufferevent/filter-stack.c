// run: once
// Filters over filters over a socket: the order of the functions, the end, which one is below which, and that
// freeing the top frees all of them, the contexts once each, from the top down.
#include "bufferevent/kit.h"

static struct event_base *base;

/* Adds all in one go: what is added goes through the filters below at once. */
static enum bufferevent_filter_result wrap(struct evbuffer *src, struct evbuffer *dst, ev_ssize_t limit,
    enum bufferevent_flush_mode mode, void *ctx)
{
	struct evbuffer *wrapped;
	if (evbuffer_get_length(src) == 0)
		return BEV_NEED_MORE;
	wrapped = evbuffer_new();
	evbuffer_add(wrapped, ctx, 1);
	evbuffer_add_buffer(wrapped, src);
	evbuffer_add(wrapped, ctx, 1);
	evbuffer_add_buffer(dst, wrapped);
	evbuffer_free(wrapped);
	return BEV_OK;
}

static void free_context(void *ctx) { SAY("freed: %s\n", (char *)ctx); }

static void run(int options, int close_below)
{
	char names[3][2] = { "1", "2", "3" };
	struct bufferevent *sock, *filter[3], *below;
	int fd[2];
	t_pair(fd);
	SAY("options %#x, %s\n", options, close_below ? "freed at once" : "freed one by one");
	sock = below = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	for (int i = 0; i < 3; i++) {
		filter[i] = bufferevent_filter_new(below, wrap, wrap, options | (close_below ? BEV_OPT_CLOSE_ON_FREE : 0),
		    free_context, names[i]);
		CHECK(bufferevent_get_underlying(filter[i]) == below);
		CHECK(bufferevent_getfd(filter[i]) == fd[0]);
		below = filter[i];
	}
	bufferevent_setcb(filter[2], say_read, say_write, say_event, "top");
	bufferevent_enable(filter[2], EV_READ);
	put_text(filter[2], "out");
	settle(base);
	SAY("far end \"%s\"\n", fd_get(fd[1]));
	fd_put(fd[1], "in");
	settle(base);
	shutdown(fd[1], SHUT_WR);
	settle(base);
	bufferevent_free(filter[2]);
	settle(base);
	if (!close_below) {
		bufferevent_free(filter[1]);
		settle(base);
		bufferevent_free(filter[0]);
		settle(base);
		bufferevent_free(sock);
		settle(base);
	}
	SAY("socket %s\n", fd_open(fd[0]) ? "open" : "closed");
	close(fd[1]);
}

int main(void)
{
	base = event_base_new();
	run(0, 1);
	run(0, 0);
	run(BEV_OPT_DEFER_CALLBACKS, 1);
	event_base_free(base);
	return t_result();
}
