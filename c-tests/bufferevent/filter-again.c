// run: once
// A filter is freed, and another one put in its place at once: that reads what comes when it is enabled, and not before.
// Or the bufferevent below goes on by itself, or is freed too.
#include "bufferevent/kit.h"

static struct event_base *base;

static void run(const char *name, int options)
{
	struct bufferevent *below, *first, *second;
	int fd[2];
	t_pair(fd);
	SAY("%s\n", name);
	below = bufferevent_socket_new(base, fd[0], options & BEV_OPT_DEFER_CALLBACKS);
	first = bufferevent_filter_new(below, NULL, NULL, options, NULL, NULL);
	bufferevent_setcb(first, say_read, say_write, say_event, " first");
	bufferevent_enable(first, EV_READ | EV_WRITE);
	fd_put(fd[1], "one");
	settle(base);

	bufferevent_free(first);
	second = bufferevent_filter_new(below, NULL, NULL, options, NULL, NULL);
	bufferevent_setcb(second, say_read, say_write, say_event, " second");
	fd_put(fd[1], "two");
	settle(base);
	SAY(" below: in %zu\n", evbuffer_get_length(bufferevent_get_input(below)));
	bufferevent_enable(second, EV_READ);
	settle(base);
	fd_put(fd[1], "three");
	settle(base);

	bufferevent_free(second);
	bufferevent_setcb(below, say_read, say_write, say_event, " below");
	fd_put(fd[1], "four");
	settle(base);

	first = bufferevent_filter_new(below, NULL, NULL, options, NULL, NULL);
	bufferevent_setcb(first, say_read, say_write, say_event, " third");
	bufferevent_enable(first, EV_READ | EV_WRITE);
	bufferevent_free(first);
	bufferevent_free(below);
	fd_put(fd[1], "five");
	settle(base);
	SAY(" left \"%s\"\n", fd_get(fd[0]));
	close(fd[0]);
	close(fd[1]);
}

int main(void)
{
	base = event_base_new();
	run("plain", 0);
	run("deferred", BEV_OPT_DEFER_CALLBACKS);
	SAY("dispatch %d\n", event_base_dispatch(base));
	event_base_free(base);
	return t_result();
}
