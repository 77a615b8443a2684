// Freed in its own read, write and event callbacks, deferred or not: nothing is called after that, the socket is
// closed, and what was still to be written is gone.
#include "bufferevent/kit.h"

static struct event_base *base;
static int freed, what_frees;

static void done(struct bufferevent *bev, int where)
{
	CHECK(!freed);
	if (where == what_frees) {
		SAY(" freed in %s\n", where == 'r' ? "read" : where == 'w' ? "write" : "event");
		put_text(bev, "too late");
		bufferevent_free(bev);
		freed = 1;
	}
}

static void on_read(struct bufferevent *bev, void *arg) { done(bev, 'r'); }
static void on_write(struct bufferevent *bev, void *arg) { done(bev, 'w'); }
static void on_event(struct bufferevent *bev, short what, void *arg) { done(bev, 'e'); }

static void run(int where, int options)
{
	struct bufferevent *bev;
	int fd[2];
	t_pair(fd);
	freed = 0;
	what_frees = where;
	bev = bufferevent_socket_new(base, fd[0], options | BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, on_read, on_write, on_event, NULL);
	bufferevent_enable(bev, EV_READ);
	if (where == 'w')
		put_text(bev, "text");
	else
		fd_put(fd[1], "text");
	if (where == 'e')
		CHECK(shutdown(fd[1], SHUT_WR) == 0);
	settle(base);
	CHECK(freed);
	SAY(" socket %s, far end \"%s\"\n", fd_open(fd[0]) ? "open" : "closed",
	    where == 'r' ? "" : fd_get(fd[1]));
	close(fd[1]);
}

int main(void)
{
	static const int kinds[] = { 0, BEV_OPT_DEFER_CALLBACKS,
		BEV_OPT_DEFER_CALLBACKS | BEV_OPT_UNLOCK_CALLBACKS };
	base = event_base_new();
	for (int i = 0; i < 3; i++) {
		SAY("options %#x\n", kinds[i]);
		run('r', kinds[i]);
		run('w', kinds[i]);
		run('e', kinds[i]);
	}
	event_base_free(base);
	return t_result();
}
