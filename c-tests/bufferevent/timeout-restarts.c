// run: once
// What sets the read timer back: data that arrives, enabling, setting timeouts. Not what is written. Data that
// keeps coming keeps a time-out away.
#include "bufferevent/kit.h"
#include <event2/bufferevent_struct.h>

static struct event_base *base;
static struct bufferevent *bev;
static int pair[2], ticks, events;

static void on_event(struct bufferevent *b, short what, void *name)
{
	say_event(b, what, name);
	events++;
}

/* In how many seconds the timer ends, to the nearest ten; -1 when it does not run. */
static int left(struct event *ev)
{
	struct timeval end, now;
	if (!event_pending(ev, EV_TIMEOUT, &end))
		return -1;
	gettimeofday(&now, NULL);
	return (int)((end.tv_sec - now.tv_sec + 5) / 10 * 10);
}

static void show(const char *name)
{
	SAY("%s: read timer %d s, write timer %d s\n", name, left(&bev->ev_read), left(&bev->ev_write));
}

T_CALLBACK(tick)
{
	if (++ticks % 8)
		fd_put(pair[1], ".");
	else
		event_base_loopbreak(base);
}

int main(void)
{
	static char much[1 << 20];
	struct event *timer;
	struct timeval r = { 100, 0 }, w = { 200, 0 }, r2 = { 300, 0 }, w2 = { 400, 0 };
	base = event_base_new();
	t_pair(pair);
	bev = bufferevent_socket_new(base, pair[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, NULL, NULL, on_event, "bev");
	bufferevent_set_timeouts(bev, &r, &w);
	show("set before enabling");
	bufferevent_enable(bev, EV_READ);
	show("enabled");
	bufferevent_write(bev, much, sizeof much);
	settle(base);
	show("written more than fits");
	bufferevent_set_timeouts(bev, &r2, &w2);
	show("set again");
	bufferevent_set_timeouts(bev, NULL, NULL);
	show("set to none");
	bufferevent_set_timeouts(bev, &r, &w);
	show("set to the first again");
	bufferevent_disable(bev, EV_READ | EV_WRITE);
	show("disabled");
	bufferevent_set_timeouts(bev, &r2, &w2);
	show("set while disabled");
	bufferevent_enable(bev, EV_READ | EV_WRITE);
	show("enabled");
	bufferevent_set_timeouts(bev, MS(0), MS(0));
	show("set to zero");
	settle(base);
	SAY("%d events\n", events);
	bufferevent_disable(bev, EV_WRITE);

	/* A byte every 20 ms, and the time-out after 10 s. */
	bufferevent_set_timeouts(bev, MS(10000), NULL);
	timer = event_new(base, -1, EV_PERSIST, tick, NULL);
	event_add(timer, MS(20));
	event_base_dispatch(base);
	SAY("%d bytes, %d events\n", (int)evbuffer_get_length(bufferevent_get_input(bev)), events);
	event_free(timer);
	bufferevent_free(bev);
	close(pair[1]);
	event_base_free(base);
	return t_result();
}
