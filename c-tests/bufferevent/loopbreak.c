// run: once
// The loop is stopped in a callback that has just written: what was written is not lost, and goes out by the time
// that the loop has run again.
#include "bufferevent/kit.h"

static struct event_base *base;
static int how;

static void on_read(struct bufferevent *bev, void *arg)
{
	evbuffer_drain(bufferevent_get_input(bev), SIZE_MAX);
	put_text(bev, "answer");
	if (how == 'b')
		event_base_loopbreak(base);
	else if (how == 'x')
		event_base_loopexit(base, NULL);
	else
		event_base_loopcontinue(base);
}

int main(void)
{
	base = event_base_new();
	for (const char *c = "bxc"; *c; c++) {
		struct bufferevent *bev;
		int fd[2];
		how = *c;
		t_pair(fd);
		bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
		bufferevent_setcb(bev, on_read, NULL, say_event, "bev");
		bufferevent_enable(bev, EV_READ);
		fd_put(fd[1], "text");
		SAY("%c: loop %d\n", how, event_base_loop(base, EVLOOP_ONCE));
		settle(base);
		SAY(" far end \"%s\"\n", fd_get(fd[1]));
		bufferevent_free(bev);
		close(fd[1]);
	}
	event_base_free(base);
	return t_result();
}
