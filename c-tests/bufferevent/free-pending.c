// run: once
// Freed while callbacks are due: none is called. When the socket is closed, and that a socket without
// CLOSE_ON_FREE can be used by another bufferevent at once.
#include "bufferevent/kit.h"

static struct event_base *base;

static void run(int options)
{
	struct bufferevent *bev, *next;
	int fd[2];
	t_pair(fd);
	SAY("options %#x\n", options);
	bev = bufferevent_socket_new(base, fd[0], options);
	b_say(bev, " first");
	settle(base);
	fd_put(fd[1], "for the second");
	put_text(bev, "of the first");
	bufferevent_trigger(bev, EV_READ | EV_WRITE, BEV_TRIG_DEFER_CALLBACKS);
	bufferevent_trigger_event(bev, BEV_EVENT_EOF, BEV_TRIG_DEFER_CALLBACKS);
	bufferevent_free(bev);
	next = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(next, say_read, say_write, say_event, " second");
	bufferevent_enable(next, EV_READ);
	settle(base);
	put_text(next, "of the second");
	settle(base);
	SAY(" far end \"%s\"\n", fd_get(fd[1]));
	bufferevent_free(next);
	SAY(" far end \"%s\"\n", fd_get(fd[1]));
	close(fd[1]);
}

int main(void)
{
	base = event_base_new();
	run(0);
	run(BEV_OPT_DEFER_CALLBACKS);
	run(BEV_OPT_DEFER_CALLBACKS | BEV_OPT_UNLOCK_CALLBACKS);
	event_base_free(base);
	return t_result();
}
