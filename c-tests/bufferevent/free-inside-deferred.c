// run: once
// Several callbacks are due from the loop, and one of them frees the bufferevent: the others are not called.
#include "bufferevent/kit.h"

static struct event_base *base;
static int where, freed;

static void call(struct bufferevent *bev, const char *name, int me)
{
	SAY(" %s%s\n", name, freed ? " (freed before)" : "");
	if (me == where) {
		bufferevent_free(bev);
		freed = 1;
	}
}

static void on_read(struct bufferevent *bev, void *arg) { call(bev, "read", 'r'); }
static void on_write(struct bufferevent *bev, void *arg) { call(bev, "write", 'w'); }

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	call(bev, b_what(what), what & BEV_EVENT_CONNECTED ? 'c' : 'e');
}

static void run(int me, int options)
{
	struct bufferevent *bev;
	int fd[2];
	t_pair(fd);
	where = me;
	freed = 0;
	SAY("freed in %c%s\n", me, options ? ", unlocked" : "");
	bev = bufferevent_socket_new(base, fd[0], options | BEV_OPT_DEFER_CALLBACKS | BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, on_read, on_write, on_event, NULL);
	bufferevent_trigger_event(bev, BEV_EVENT_CONNECTED, 0);
	bufferevent_trigger(bev, EV_READ | EV_WRITE, 0);
	bufferevent_trigger_event(bev, BEV_EVENT_EOF, 0);
	settle(base);
	SAY(" socket %s\n", fd_open(fd[0]) ? "open" : "closed");
	close(fd[1]);
}

int main(void)
{
	base = event_base_new();
	for (const char *c = "crwe"; *c; c++) {
		run(*c, 0);
		run(*c, BEV_OPT_UNLOCK_CALLBACKS);
	}
	event_base_free(base);
	return t_result();
}
