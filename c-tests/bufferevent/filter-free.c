// run: once
// Freeing a filter: its context once and when, also when the bufferevent below is kept, when callbacks are due, and
// when there is no free function; with data still on its way.
#include "bufferevent/kit.h"

static struct event_base *base;

static void free_context(void *ctx) { SAY(" freed: %s\n", (char *)ctx); }

static void run(const char *name, int options, int with_data, int due)
{
	struct bufferevent *sock, *filter;
	char ctx[] = "context";
	int fd[2];
	t_pair(fd);
	SAY("%s\n", name);
	sock = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	filter = bufferevent_filter_new(sock, NULL, NULL, options, free_context, ctx);
	bufferevent_setcb(filter, say_read, say_write, say_event, " filter");
	bufferevent_enable(filter, EV_READ);
	settle(base);
	if (with_data) {
		bufferevent_disable(sock, EV_WRITE);
		put_text(filter, "in the lower output");
		bufferevent_disable(filter, EV_WRITE);
		put_text(filter, "in the filter's output");
	}
	if (due) {
		bufferevent_trigger(filter, EV_READ | EV_WRITE, BEV_TRIG_DEFER_CALLBACKS | BEV_TRIG_IGNORE_WATERMARKS);
		bufferevent_trigger_event(filter, BEV_EVENT_EOF, BEV_TRIG_DEFER_CALLBACKS);
	}
	bufferevent_free(filter);
	SAY(" (loop)\n");
	settle(base);
	SAY(" socket %s\n", fd_open(fd[0]) ? "open" : "closed");
	if (!(options & BEV_OPT_CLOSE_ON_FREE)) {
		SAY(" below: out %zu\n", evbuffer_get_length(bufferevent_get_output(sock)));
		bufferevent_enable(sock, EV_WRITE);
		settle(base);
		SAY(" far end \"%s\"\n", fd_get(fd[1]));
		bufferevent_free(sock);
		settle(base);
	}
	close(fd[1]);
}

int main(void)
{
	struct bufferevent *pair[2], *filter;
	base = event_base_new();
	run("plain", 0, 0, 0);
	run("with data", 0, 1, 0);
	run("callbacks due", 0, 0, 1);
	run("closing", BEV_OPT_CLOSE_ON_FREE, 0, 0);
	run("closing, with data", BEV_OPT_CLOSE_ON_FREE, 1, 0);
	run("closing, callbacks due", BEV_OPT_CLOSE_ON_FREE, 0, 1);
	run("closing, deferred, callbacks due", BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS, 0, 1);

	SAY("over a pair, the far end freed first\n");
	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	filter = bufferevent_filter_new(pair[0], NULL, NULL, BEV_OPT_CLOSE_ON_FREE, NULL, NULL);
	bufferevent_setcb(filter, say_read, say_write, say_event, " filter");
	bufferevent_enable(filter, EV_READ);
	bufferevent_free(pair[1]);
	put_text(filter, "to no one");
	settle(base);
	bufferevent_free(filter);
	settle(base);
	SAY("dispatch %d\n", event_base_dispatch(base));
	event_base_free(base);
	return t_result();
}
