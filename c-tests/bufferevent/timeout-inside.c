// run: once
// Inside the event callback of a time-out: enabling again starts the timer anew, disabling keeps it off, freeing
// ends all. A time-out that is disabled after it was set does not come.
#include "bufferevent/kit.h"

static struct event_base *base;
static int events, what_then;

static void on_event(struct bufferevent *bev, short what, void *name)
{
	say_event(bev, what, name);
	events++;
	switch (what_then) {
	case 'e':
		if (events < 3)
			bufferevent_enable(bev, EV_READ);
		break;
	case 'd':
		bufferevent_disable(bev, EV_READ | EV_WRITE);
		break;
	case 'f':
		bufferevent_free(bev);
		break;
	}
}

static void run(const char *name, int then, int options)
{
	struct bufferevent *bev;
	int fd[2];
	t_pair(fd);
	SAY("%s\n", name);
	events = 0;
	what_then = then;
	bev = bufferevent_socket_new(base, fd[0], options | BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, say_read, say_write, on_event, " bev");
	bufferevent_set_timeouts(bev, MS(5), NULL);
	bufferevent_enable(bev, EV_READ);
	SAY(" dispatch %d\n", event_base_dispatch(base));
	if (then != 'f')
		bufferevent_free(bev);
	close(fd[1]);
}

int main(void)
{
	struct bufferevent *bev;
	int fd[2];
	base = event_base_new();
	run("enabled again, twice", 'e', 0);
	run("disabled", 'd', 0);
	run("freed", 'f', 0);
	run("deferred, enabled again, twice", 'e', BEV_OPT_DEFER_CALLBACKS);
	run("deferred, freed", 'f', BEV_OPT_DEFER_CALLBACKS);

	SAY("disabled before it is due\n");
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, say_read, say_write, on_event, " bev");
	bufferevent_set_timeouts(bev, MS(5), MS(5));
	bufferevent_enable(bev, EV_READ);
	bufferevent_disable(bev, EV_READ);
	SAY(" dispatch %d\n", event_base_dispatch(base));
	bufferevent_free(bev);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
