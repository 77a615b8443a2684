// run: once
// A filter over a socket: what is written goes through the output filter at once, what is read through the input
// filter; the callbacks' arguments, and the raw bytes at the far end.
#include "bufferevent/kit.h"

/* Writes each byte twice; the far end gets that. */
static enum bufferevent_filter_result twice(struct evbuffer *src, struct evbuffer *dst, ev_ssize_t limit,
    enum bufferevent_flush_mode mode, void *ctx)
{
	char c;
	SAY("  out: %zu bytes, limit %zd, mode %d, ctx %s\n", evbuffer_get_length(src), limit, (int)mode,
	    (char *)ctx);
	while (evbuffer_remove(src, &c, 1) == 1) {
		evbuffer_add(dst, &c, 1);
		evbuffer_add(dst, &c, 1);
	}
	return BEV_OK;
}

/* Drops dots. */
static enum bufferevent_filter_result no_dots(struct evbuffer *src, struct evbuffer *dst, ev_ssize_t limit,
    enum bufferevent_flush_mode mode, void *ctx)
{
	char c;
	SAY("  in: %zu bytes, limit %zd, mode %d, ctx %s\n", evbuffer_get_length(src), limit, (int)mode,
	    (char *)ctx);
	while (evbuffer_remove(src, &c, 1) == 1)
		if (c != '.')
			evbuffer_add(dst, &c, 1);
	return BEV_OK;
}

static void free_context(void *ctx) { SAY("freed: %s\n", (char *)ctx); }

int main(void)
{
	struct event_base *base = event_base_new();
	struct bufferevent *sock, *filter;
	char name[] = "context";
	int fd[2];
	t_pair(fd);
	sock = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	filter = bufferevent_filter_new(sock, no_dots, twice, BEV_OPT_CLOSE_ON_FREE, free_context, name);
	bufferevent_setcb(filter, say_read, say_write, say_event, "filter");
	SAY("enabled %s, below %s\n", t_what(bufferevent_get_enabled(filter)), t_what(bufferevent_get_enabled(sock)));
	bufferevent_enable(filter, EV_READ);
	SAY("write\n");
	put_text(filter, "abc");
	SAY("out %zu, below %zu\n", evbuffer_get_length(bufferevent_get_output(filter)),
	    evbuffer_get_length(bufferevent_get_output(sock)));
	settle(base);
	SAY("far end \"%s\"\n", fd_get(fd[1]));
	SAY("read\n");
	fd_put(fd[1], "d.o.t.s");
	settle(base);
	SAY("read only dots\n");
	fd_put(fd[1], "...");
	settle(base);
	SAY("the end\n");
	fd_put(fd[1], "l.a.s.t");
	CHECK(shutdown(fd[1], SHUT_WR) == 0);
	settle(base);
	SAY("enabled %s, below %s\n", t_what(bufferevent_get_enabled(filter)), t_what(bufferevent_get_enabled(sock)));
	put_text(filter, "z");
	settle(base);
	SAY("far end \"%s\"\n", fd_get(fd[1]));
	bufferevent_free(filter);
	settle(base);
	SAY("socket %s\n", fd_open(fd[0]) ? "open" : "closed");
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
