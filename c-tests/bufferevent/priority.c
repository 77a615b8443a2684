// run: once
// bufferevent_priority_set and _get_priority: values, what they return for odd ones and for pairs and filters;
// a bufferevent of higher priority is called first, also when its callbacks are deferred.
#include "bufferevent/kit.h"
#include <event2/bufferevent_struct.h>

static struct event_base *base;

static void set(struct bufferevent *bev, const char *name, int priority)
{
	int r = bufferevent_priority_set(bev, priority);
	SAY(" %s to %d: %d, is %d, its events %d %d\n", name, priority, r, bufferevent_get_priority(bev),
	    event_get_priority(&bev->ev_read), event_get_priority(&bev->ev_write));
}

static void order(int options)
{
	static const char *const names[] = { " priority 2", " priority 0", " priority 4", " priority 1" };
	static const int priorities[] = { 2, 0, 4, 1 };
	struct bufferevent *bev[4];
	int fd[4][2];
	for (int i = 0; i < 4; i++) {
		t_pair(fd[i]);
		bev[i] = bufferevent_socket_new(base, fd[i][0], options | BEV_OPT_CLOSE_ON_FREE);
		bufferevent_priority_set(bev[i], priorities[i]);
		bufferevent_setcb(bev[i], say_read, NULL, say_event, (void *)names[i]);
		bufferevent_enable(bev[i], EV_READ);
		fd_put(fd[i][1], "text");
	}
	settle(base);
	for (int i = 0; i < 4; i++) {
		bufferevent_free(bev[i]);
		close(fd[i][1]);
	}
}

int main(void)
{
	struct bufferevent *bev, *pair[2], *filter;
	int fd[2];
	base = event_base_new();
	event_base_priority_init(base, 5);
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	SAY("new: %d\n", bufferevent_get_priority(bev));
	set(bev, "socket", 0);
	set(bev, "socket", 4);
	set(bev, "socket", 5);
	set(bev, "socket", -1);
	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	set(pair[0], "pair", 1);
	filter = bufferevent_filter_new(bev, NULL, NULL, 0, NULL, NULL);
	set(filter, "filter", 1);
	SAY(" socket is %d, partner is %d\n", bufferevent_get_priority(bev), bufferevent_get_priority(pair[1]));
	bufferevent_free(filter);
	bufferevent_free(bev);
	bufferevent_free(pair[0]);
	bufferevent_free(pair[1]);
	close(fd[1]);
	SAY("not deferred\n");
	order(0);
	SAY("deferred\n");
	order(BEV_OPT_DEFER_CALLBACKS);
	event_base_free(base);
	return t_result();
}
