// run: once
// BEV_OPT_DEFER_CALLBACKS: nothing is called from within a function of the library; reads that come together
// are one callback; read comes before the end even when both are due.
#include "bufferevent/kit.h"

static struct event_base *base;
static int calls;

static void on_read(struct bufferevent *bev, void *name)
{
	calls++;
	say_read(bev, name);
}

int main(void)
{
	static const int kinds[] = { BEV_OPT_DEFER_CALLBACKS, BEV_OPT_DEFER_CALLBACKS | BEV_OPT_UNLOCK_CALLBACKS };
	base = event_base_new();
	for (int i = 0; i < 2; i++) {
		struct bufferevent *bev;
		int fd[2];
		t_pair(fd);
		SAY("options %#x\n", kinds[i]);
		bev = bufferevent_socket_new(base, fd[0], kinds[i] | BEV_OPT_CLOSE_ON_FREE);
		bufferevent_setcb(bev, on_read, say_write, say_event, " bev");
		bufferevent_enable(bev, EV_READ);
		calls = 0;
		fd_put(fd[1], "one ");
		fd_put(fd[1], "two");
		settle(base);
		bufferevent_trigger(bev, EV_READ, 0);
		bufferevent_trigger(bev, EV_READ | EV_WRITE, 0);
		bufferevent_trigger_event(bev, BEV_EVENT_CONNECTED, 0);
		CHECK(calls == 1);
		settle(base);
		put_text(bev, "answer");
		settle(base);
		SAY(" far end \"%s\"\n", fd_get(fd[1]));
		fd_put(fd[1], "last");
		close(fd[1]);
		settle(base);
		SAY(" writing to no one\n");
		signal(SIGPIPE, SIG_IGN);
		put_text(bev, "lost");
		settle(base);
		bufferevent_free(bev);
	}
	event_base_free(base);
	return t_result();
}
