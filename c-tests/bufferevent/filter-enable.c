// run: once
// Enabling and disabling a filter: what it does to the bufferevent below, and where data waits meanwhile.
#include "bufferevent/kit.h"

static struct event_base *base;
static struct bufferevent *sock, *filter;

static void show(const char *name)
{
	SAY("%s: filter %s, below %s\n", name, t_what(bufferevent_get_enabled(filter)),
	    t_what(bufferevent_get_enabled(sock)));
}

static void where(void)
{
	SAY(" filter in %zu out %zu, below in %zu out %zu\n", evbuffer_get_length(bufferevent_get_input(filter)),
	    evbuffer_get_length(bufferevent_get_output(filter)), evbuffer_get_length(bufferevent_get_input(sock)),
	    evbuffer_get_length(bufferevent_get_output(sock)));
}

int main(void)
{
	int fd[2];
	base = event_base_new();
	t_pair(fd);
	sock = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_disable(sock, EV_WRITE);
	SAY("below %s\n", t_what(bufferevent_get_enabled(sock)));
	filter = bufferevent_filter_new(sock, NULL, NULL, BEV_OPT_CLOSE_ON_FREE, NULL, NULL);
	bufferevent_setcb(filter, say_read, say_write, say_event, " filter");
	show("new");
	bufferevent_enable(filter, EV_READ);
	show("reading enabled");
	bufferevent_enable(filter, EV_WRITE);
	show("writing enabled");
	settle(base);
	bufferevent_disable(filter, EV_READ);
	show("reading disabled");
	fd_put(fd[1], "unread");
	settle(base);
	where();
	bufferevent_enable(filter, EV_READ);
	show("reading enabled");
	settle(base);
	where();
	bufferevent_disable(filter, EV_WRITE);
	show("writing disabled");
	put_text(filter, "unwritten");
	settle(base);
	where();
	SAY(" far end \"%s\"\n", fd_get(fd[1]));
	bufferevent_enable(filter, EV_WRITE);
	show("writing enabled");
	put_text(filter, ", but now");
	settle(base);
	where();
	SAY(" far end \"%s\"\n", fd_get(fd[1]));
	bufferevent_disable(sock, EV_READ | EV_WRITE);
	show("disabled below");
	put_text(filter, "stuck");
	fd_put(fd[1], "unread");
	settle(base);
	where();
	bufferevent_enable(sock, EV_READ | EV_WRITE);
	show("enabled below");
	settle(base);
	SAY(" far end \"%s\"\n", fd_get(fd[1]));
	bufferevent_free(filter);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
