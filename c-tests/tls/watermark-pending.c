// run: once
// on: ours
// The input is at its high watermark and TLS holds more, of which the socket knows nothing: reading goes on when
// the program has taken what there is. Data in TLS also comes when reading is enabled again.
#include "tls/kit.h"

static struct event_base *base;

static void run(talk_fn over)
{
	struct side both[2];
	struct evbuffer *in;
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	in = bufferevent_get_input(both[1].bev);
	bufferevent_setcb(both[1].bev, NULL, NULL, log_event, &both[1].log);
	bufferevent_setwatermark(both[1].bev, EV_READ, 0, 4);
	put_text(both[0].bev, "0123456789");
	settle(base);
	CHECK(evbuffer_get_length(in) == 4);
	CHECK(same(b_text(in), "0123"));
	settle(base);
	CHECK(same(b_text(in), "4567"));
	bufferevent_disable(both[1].bev, EV_READ);
	settle(base);
	CHECK(evbuffer_get_length(in) == 0);
	bufferevent_enable(both[1].bev, EV_READ);
	settle(base);
	CHECK(same(b_text(in), "89"));
	sides_free(both, base);
}

int main(void)
{
	base = event_base_new();
	run(sides_over_sockets);
	run(sides_over_filters);
	event_base_free(base);
	return t_result();
}
