// on: ours
// While nothing happens, TLS is not called and nothing is waited for in vain: in a handshake that stalls, in an open
// connection, when the other side does not read, and after the end.
#include "tls/kit.h"

static struct event_base *base;
static struct side both[2];

static void idle(const char *when)
{
	long before[2];
	settle(base);
	for (int i = 0; i < 2; i++)
		before[i] = calls(&both[i].toy);
	for (int i = 0; i < 20; i++)
		CHECK(event_base_loop(base, EVLOOP_NONBLOCK) >= 0);
	CHECK(event_base_get_num_events(base, EVENT_BASE_COUNT_ACTIVE) == 0);
	for (int i = 0; i < 2; i++)
		if (!CHECK(calls(&both[i].toy) == before[i]))
			SAY("%s, side %d: %ld calls\n", when, i, calls(&both[i].toy) - before[i]);
}

static void run(talk_fn over)
{
	static unsigned char data[1 << 20];
	sides_init(both);
	both[1].toy.mute = 1;
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	idle("handshake");
	bufferevent_free(both[1].bev);
	bufferevent_free(both[0].bev);
	settle(base);

	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	idle("open");
	put_text(both[0].bev, "text");
	idle("after data");
	CHECK(bufferevent_tls_renegotiate(both[0].bev) == 0);
	idle("after a handshake");
	bufferevent_disable(both[1].bev, EV_READ);
	CHECK(bufferevent_write(both[0].bev, data, sizeof data) == 0);
	idle("full");
	CHECK(evbuffer_get_length(bufferevent_get_output(both[0].bev)) > 0);
	bufferevent_disable(both[0].bev, EV_WRITE);
	idle("full and disabled");
	bufferevent_enable(both[0].bev, EV_WRITE);
	idle("full and enabled");
	bufferevent_setcb(both[1].bev, NULL, NULL, NULL, NULL);
	bufferevent_setwatermark(both[1].bev, EV_READ, 0, 100);
	bufferevent_enable(both[1].bev, EV_READ);
	idle("at the high watermark");
	bufferevent_setwatermark(both[1].bev, EV_READ, 0, 0);
	CHECK(bufferevent_flush(both[0].bev, EV_WRITE, BEV_FINISHED) == 0);
	UNTIL(base, both[1].toy.got_farewell);
	idle("after the farewell");
	bufferevent_free(both[0].bev);
	settle(base);
	idle("after the end");
	bufferevent_free(both[1].bev);
	settle(base);
	CHECK(both[0].toy.calls.free == 1 && both[1].toy.calls.free == 1);
}

int main(void)
{
	base = event_base_new();
	run(sides_over_sockets);
	run(sides_over_filters);
	event_base_free(base);
	return t_result();
}
