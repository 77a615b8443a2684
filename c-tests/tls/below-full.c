// on: ours
// The output below is at its high watermark: nothing is written until it has drained, and nothing is lost.
#include "tls/kit.h"

static struct event_base *base;

int main(void)
{
	static char data[50000];
	struct side both[2];
	struct bufferevent *below;
	struct evbuffer *in;
	base = event_base_new();
	sides_init(both);
	sides_over_filters(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	in = bufferevent_get_input(both[1].bev);
	bufferevent_setcb(both[1].bev, NULL, NULL, NULL, NULL);
	below = bufferevent_get_underlying(both[0].bev);
	bufferevent_setwatermark(below, EV_WRITE, 0, 1500);
	bufferevent_disable(below, EV_WRITE);
	CHECK(bufferevent_write(both[0].bev, data, sizeof data) == 0);
	settle(base);
	/* One record more than it was full with, at the most. */
	CHECK(evbuffer_get_length(bufferevent_get_output(below)) == 2 * (1000 + TOY_HEAD));
	CHECK(evbuffer_get_length(bufferevent_get_output(both[0].bev)) == sizeof data - 2000);
	bufferevent_enable(below, EV_WRITE);
	UNTIL(base, evbuffer_get_length(in) == sizeof data);
	CHECK(evbuffer_get_length(bufferevent_get_output(both[0].bev)) == 0);
	sides_free(both, base);
	event_base_free(base);
	return t_result();
}
