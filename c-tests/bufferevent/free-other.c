// Many bufferevents are ready in the same turn, and the first that is called frees all others: no other is called.
#include "bufferevent/kit.h"

#define N 20

static struct event_base *base;
static struct bufferevent *bev[N];
static int calls;

static void free_others(struct bufferevent *me, void *arg)
{
	calls++;
	for (int i = 0; i < N; i++) {
		if (bev[i] && bev[i] != me) {
			bufferevent_free(bev[i]);
			bev[i] = NULL;
		}
	}
}

static void ended(struct bufferevent *me, short what, void *arg) { free_others(me, arg); }

static void run(const char *name, int options, int what)
{
	int fd[N][2], closed = 0, left = 0;
	calls = 0;
	for (int i = 0; i < N; i++) {
		t_pair(fd[i]);
		bev[i] = bufferevent_socket_new(base, fd[i][0], options | BEV_OPT_CLOSE_ON_FREE);
		bufferevent_setcb(bev[i], what == 'r' ? free_others : NULL, what == 'w' ? free_others : NULL, ended, NULL);
		if (what == 'r')
			fd_put(fd[i][1], "text");
		if (what == 'w')
			put_text(bev[i], "text");
		if (what != 'w')
			bufferevent_enable(bev[i], EV_READ);
	}
	if (what == 'e')
		for (int i = 0; i < N; i++)
			shutdown(fd[i][1], SHUT_WR);
	settle(base);
	for (int i = 0; i < N; i++) {
		closed += !fd_open(fd[i][0]);
		left += bev[i] != NULL;
		if (bev[i])
			bufferevent_free(bev[i]);
		close(fd[i][1]);
	}
	settle(base);
	SAY("%s: %d called, %d closed, %d left\n", name, calls, closed, left);
}

int main(void)
{
	base = event_base_new();
	run("read", 0, 'r');
	run("event", 0, 'e');
	run("read, deferred", BEV_OPT_DEFER_CALLBACKS, 'r');
	run("write, deferred", BEV_OPT_DEFER_CALLBACKS, 'w');
	run("event, deferred", BEV_OPT_DEFER_CALLBACKS, 'e');
	run("write", 0, 'w');
	event_base_free(base);
	return t_result();
}
