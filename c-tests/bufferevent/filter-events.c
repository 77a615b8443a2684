// run: once
// Events of the bufferevent below come through a filter: connecting, refusal, reset, a failed write. What is
// enabled then, above and below.
#include "bufferevent/kit.h"

static struct event_base *base;
static struct bufferevent *sock, *filter;
static int events;

static void on_event(struct bufferevent *bev, short what, void *name)
{
	int err = EVUTIL_SOCKET_ERROR();
	SAY(" filter: event %s%s%s, enabled %s, below %s\n", b_what(what), what & BEV_EVENT_ERROR ? " " : "",
	    what & BEV_EVENT_ERROR ? t_errno(err) : "", t_what(bufferevent_get_enabled(bev)),
	    t_what(bufferevent_get_enabled(sock)));
	events++;
}

static void start(const char *name, int fd)
{
	SAY("%s\n", name);
	events = 0;
	sock = bufferevent_socket_new(base, fd, BEV_OPT_CLOSE_ON_FREE);
	filter = bufferevent_filter_new(sock, NULL, NULL, BEV_OPT_CLOSE_ON_FREE, NULL, NULL);
	bufferevent_setcb(filter, say_read, NULL, on_event, " filter");
	bufferevent_enable(filter, EV_READ);
}

int main(void)
{
	struct sockaddr_in sin;
	int fd[2], listener, far;
	base = event_base_new();
	signal(SIGPIPE, SIG_IGN);

	listener = tcp_listen(&sin);
	start("connected", -1);
	put_text(filter, "early");
	SAY(" connect %d\n", bufferevent_socket_connect(sock, (struct sockaddr *)&sin, sizeof sin));
	far = tcp_accept(listener);
	UNTIL(base, events);
	settle(base);
	SAY(" far end \"%s\"\n", fd_get(far));
	bufferevent_free(filter);
	close(far);
	close(listener);

	listener = tcp_refusing(&sin);
	start("refused", -1);
	SAY(" connect %d\n", bufferevent_socket_connect(sock, (struct sockaddr *)&sin, sizeof sin));
	UNTIL(base, events);
	settle(base);
	bufferevent_free(filter);
	close(listener);

	tcp_pair(fd);
	start("reset", fd[0]);
	fd_put(fd[1], "last words");
	settle(base);
	tcp_reset(fd[1]);
	UNTIL(base, events);
	settle(base);
	put_text(filter, "to no one");
	UNTIL(base, events == 2);
	settle(base);
	SAY(" out %zu, below %zu\n", evbuffer_get_length(bufferevent_get_output(filter)),
	    evbuffer_get_length(bufferevent_get_output(sock)));
	bufferevent_free(filter);

	t_pair(fd);
	start("time-out below", fd[0]);
	bufferevent_set_timeouts(sock, MS(10), NULL);
	UNTIL(base, events);
	settle(base);
	bufferevent_free(filter);
	close(fd[1]);

	t_pair(fd);
	start("the socket's own callbacks are for the filter: triggered by hand", fd[0]);
	bufferevent_trigger_event(sock, BEV_EVENT_EOF | BEV_EVENT_WRITING, 0);
	settle(base);
	bufferevent_free(filter);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
