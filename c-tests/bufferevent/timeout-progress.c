// Which traffic sets which timer back, seen by its deadline: what is read that of reading, what is written that of
// writing, also a part. Adding more to write does not.
#include "bufferevent/kit.h"
#include <event2/bufferevent_struct.h>

static struct event_base *base;
static struct bufferevent *bev;
static struct timeval last[2];

static void show(const char *name)
{
	struct event *ev[2] = { &bev->ev_read, &bev->ev_write };
	SAY("%s:", name);
	for (int i = 0; i < 2; i++) {
		struct timeval tv = { 0, 0 };
		const char *how = "stands";
		if (!event_pending(ev[i], EV_TIMEOUT, &tv))
			how = "none";
		else if (!last[i].tv_sec)
			how = "starts";
		/* The wall clock's part in it may move a little. */
		else if ((tv.tv_sec - last[i].tv_sec) * 1000 + (tv.tv_usec - last[i].tv_usec) / 1000 > 30)
			how = "set back";
		last[i] = tv;
		SAY(" %s", how);
	}
	SAY("\n");
	sleep_ms(60);
	settle(base);
}

int main(void)
{
	static char much[1 << 20];
	int fd[2];
	base = event_base_new();
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_set_timeouts(bev, MS(100000), MS(100000));
	show("new");
	bufferevent_enable(bev, EV_READ);
	settle(base);
	show("reading enabled");
	show("nothing");
	fd_put(fd[1], "text");
	settle(base);
	show("read");
	put_text(bev, "text");
	settle(base);
	show("written");
	bufferevent_write(bev, much, sizeof much);
	settle(base);
	show("much written");
	put_text(bev, "text");
	settle(base);
	show("more to write");
	CHECK(recv(fd[1], much, 200000, MSG_DONTWAIT) > 0);
	settle(base);
	show("some of it taken");
	fd_put(fd[1], "text");
	settle(base);
	show("read");
	bufferevent_enable(bev, EV_READ);
	settle(base);
	show("reading enabled again");
	bufferevent_enable(bev, EV_WRITE);
	settle(base);
	show("writing enabled again");
	bufferevent_set_timeouts(bev, MS(100000), MS(100000));
	settle(base);
	show("timeouts set");
	bufferevent_free(bev);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
