// run: once
// Changing the watermarks of reading while data is there: a lower high mark stops reading, a higher one or none
// lets it go on; whether a lower low mark calls back; marks with the high below the low.
#include "bufferevent/kit.h"
#include <event2/bufferevent_struct.h>

static struct event_base *base;
static struct bufferevent *bev;
static int fd[2], calls;

static void on_read(struct bufferevent *b, void *arg)
{
	if (calls++ == 0)
		SAY(" read callback, %zu there\n", evbuffer_get_length(bufferevent_get_input(b)));
	bufferevent_setcb(b, NULL, NULL, NULL, NULL);
}

static void set(size_t low, size_t high, const char *more)
{
	calls = 0;
	bufferevent_setcb(bev, on_read, NULL, NULL, NULL);
	SAY("marks %zu, %zu, then %zu bytes come\n", low, high, strlen(more));
	bufferevent_setwatermark(bev, EV_READ, low, high);
	SAY(" %s\n", event_pending(&bev->ev_read, EV_READ, NULL) ? "waits" : "does not wait");
	fd_put(fd[1], more);
	settle(base);
	SAY(" %zu there, %s\n", evbuffer_get_length(bufferevent_get_input(bev)),
	    event_pending(&bev->ev_read, EV_READ, NULL) ? "waits" : "does not wait");
}

int main(void)
{
	base = event_base_new();
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_enable(bev, EV_READ);
	set(0, 0, "0123456789");
	set(0, 5, "01234");
	set(0, 10, "");
	set(0, 12, "");
	set(0, 0, "");
	set(20, 0, "");
	set(15, 0, "");
	set(20, 17, "01234");
	set(30, 0, "");
	set(0, 20, "");
	bufferevent_disable(bev, EV_READ);
	set(0, 0, "01234");
	bufferevent_enable(bev, EV_READ);
	set(0, 0, "56789");
	bufferevent_setwatermark(bev, EV_READ, 0, 3);
	bufferevent_disable(bev, EV_READ);
	SAY("enabled above the high mark\n");
	bufferevent_enable(bev, EV_READ);
	SAY(" %s\n", event_pending(&bev->ev_read, EV_READ, NULL) ? "waits" : "does not wait");
	bufferevent_free(bev);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
