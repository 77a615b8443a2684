// Timeouts: the read timer runs while reading is enabled, the write timer while there is something to write. What
// the event says, and that only the direction is disabled that timed out.
#include "bufferevent/kit.h"
#include <event2/bufferevent_struct.h>

static struct event_base *base;
static int events;

static void on_event(struct bufferevent *bev, short what, void *name)
{
	say_event(bev, what, name);
	SAY(" waits for %s %s\n", event_pending(&bev->ev_read, EV_READ | EV_TIMEOUT, NULL) ? "read" : "-",
	    event_pending(&bev->ev_write, EV_WRITE | EV_TIMEOUT, NULL) ? "write" : "-");
	events++;
}

/* Fills the socket and the kernel's buffers, so that something is left to write. */
static void fill(struct bufferevent *bev)
{
	static char much[1 << 20];
	CHECK(bufferevent_write(bev, much, sizeof much) == 0);
	settle(base);
	CHECK(evbuffer_get_length(bufferevent_get_output(bev)) > 0);
}

int main(void)
{
	struct bufferevent *bev;
	int fd[2];
	base = event_base_new();
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, say_read, say_write, on_event, "bev");

	SAY("reading: %d\n", bufferevent_set_timeouts(bev, MS(20), MS(20)));
	bufferevent_enable(bev, EV_READ);
	UNTIL(base, events == 1);
	SAY("after a time-out, a read event again\n");
	fd_put(fd[1], "unread");
	settle(base);
	bufferevent_enable(bev, EV_READ);
	settle(base);
	UNTIL(base, events == 2);

	SAY("writing, with nothing to write\n");
	bufferevent_enable(bev, EV_WRITE);
	settle(base);
	SAY("waits for writing: %d\n", event_pending(&bev->ev_write, EV_WRITE | EV_TIMEOUT, NULL) != 0);
	SAY("writing\n");
	fill(bev);
	UNTIL(base, events == 3);
	SAY("nothing happens while disabled\n");
	fd_get(fd[1]);
	settle(base);
	SAY("both time out\n");
	fill(bev);
	bufferevent_enable(bev, EV_WRITE);
	settle(base);
	UNTIL(base, events == 4);
	bufferevent_set_timeouts(bev, MS(20), NULL);
	bufferevent_enable(bev, EV_READ | EV_WRITE);
	UNTIL(base, events == 5);
	SAY("still enabled: %s\n", t_what(bufferevent_get_enabled(bev)));
	bufferevent_free(bev);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
