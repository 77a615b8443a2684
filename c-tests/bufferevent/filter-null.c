// run: once
// A filter without filter functions passes everything; one function only works, too. Without CLOSE_ON_FREE what
// is below stays, with whose callbacks, and can be used again.
#include "bufferevent/kit.h"

static struct event_base *base;

static enum bufferevent_filter_result upper(struct evbuffer *src, struct evbuffer *dst, ev_ssize_t limit,
    enum bufferevent_flush_mode mode, void *ctx)
{
	char c;
	while (evbuffer_remove(src, &c, 1) == 1) {
		c = (char)(c >= 'a' && c <= 'z' ? c - 32 : c);
		evbuffer_add(dst, &c, 1);
	}
	return BEV_OK;
}

static void run(const char *name, bufferevent_filter_cb in, bufferevent_filter_cb out)
{
	struct bufferevent *sock, *filter;
	bufferevent_data_cb readcb;
	bufferevent_event_cb eventcb;
	int fd[2];
	t_pair(fd);
	SAY("%s\n", name);
	sock = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(sock, say_read, say_write, say_event, " below");
	filter = bufferevent_filter_new(sock, in, out, 0, NULL, NULL);
	CHECK(bufferevent_get_underlying(filter) == sock);
	bufferevent_setcb(filter, say_read, say_write, say_event, " filter");
	bufferevent_enable(filter, EV_READ);
	fd_put(fd[1], "to the filter");
	settle(base);
	put_text(filter, "from the filter");
	settle(base);
	SAY(" far end \"%s\"\n", fd_get(fd[1]));
	bufferevent_free(filter);
	settle(base);
	bufferevent_getcb(sock, &readcb, NULL, &eventcb, NULL);
	SAY(" socket %s, enabled %s, callbacks %d %d\n", fd_open(fd[0]) ? "open" : "closed",
	    t_what(bufferevent_get_enabled(sock)), readcb != NULL, eventcb != NULL);
	bufferevent_setcb(sock, say_read, say_write, say_event, " below");
	bufferevent_enable(sock, EV_READ);
	fd_put(fd[1], "to what is below");
	settle(base);
	put_text(sock, "from what is below");
	settle(base);
	SAY(" far end \"%s\"\n", fd_get(fd[1]));
	bufferevent_free(sock);
	close(fd[1]);
}

int main(void)
{
	base = event_base_new();
	run("no functions", NULL, NULL);
	run("input only", upper, NULL);
	run("output only", NULL, upper);
	event_base_free(base);
	return t_result();
}
