// on: ours
// On top of another bufferevent: the time for a direction begins anew with each progress, and runs only while there
// is something to wait for.
#include "tls/kit.h"

#include <event2/bufferevent_struct.h>

static struct event_base *base;

/* When the time is over, in ms; -1 if it does not run. */
static long due(struct event *timer)
{
	struct timeval tv;
	return event_pending(timer, EV_TIMEOUT, &tv) ? tv_ms(&tv) : -1;
}

int main(void)
{
	struct side both[2];
	struct event *read, *write;
	long before;
	static char data[10000];
	base = event_base_new();
	sides_init(both);
	sides_over_filters(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	read = &both[0].bev->ev_read;
	write = &both[0].bev->ev_write;
	CHECK(due(read) == -1 && due(write) == -1);
	bufferevent_set_timeouts(both[0].bev, MS(100000), MS(100000));
	before = due(read);
	CHECK(before > 0 && due(write) == -1);

	sleep_ms(50);
	put_text(both[1].bev, "text");
	settle(base);
	CHECK(due(read) > before);
	bufferevent_disable(both[0].bev, EV_READ);
	CHECK(due(read) == -1);
	bufferevent_enable(both[0].bev, EV_READ);
	CHECK(due(read) > before);

	/* Below, there is room for a little only. */
	both[0].toy.pipe = 1500;
	bufferevent_disable(bufferevent_get_underlying(both[0].bev), EV_WRITE);
	CHECK(bufferevent_write(both[0].bev, data, sizeof data) == 0);
	before = due(write);
	CHECK(before > 0);
	bufferevent_disable(both[0].bev, EV_WRITE);
	CHECK(due(write) == -1);
	bufferevent_enable(both[0].bev, EV_WRITE);
	before = due(write);
	CHECK(before > 0);
	sleep_ms(50);
	both[0].toy.pipe = 3000;
	bufferevent_disable(both[1].bev, EV_READ);
	bufferevent_enable(bufferevent_get_underlying(both[0].bev), EV_WRITE);
	UNTIL(base, evbuffer_get_length(bufferevent_get_output(both[0].bev)) < sizeof data - 1000);
	CHECK(evbuffer_get_length(bufferevent_get_output(both[0].bev)) == 0 || due(write) > before);
	bufferevent_enable(both[1].bev, EV_READ);
	UNTIL(base, evbuffer_get_length(bufferevent_get_output(both[0].bev)) == 0);
	CHECK(due(write) == -1);

	/* Output of which nothing goes. */
	both[0].toy.pipe = 0;
	put_text(both[0].bev, "text");
	before = due(write);
	CHECK(before > 0);
	sleep_ms(50);
	put_text(both[0].bev, "more");
	CHECK(due(write) < before + 30);
	sides_free(both, base);
	event_base_free(base);
	return t_result();
}
