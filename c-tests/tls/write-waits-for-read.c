// on: ours
// TLS wants to read before it writes. Output waits until the other side has answered, also when reading is disabled;
// what TLS finds on the way is kept for when it is enabled, or read if it is.
#include "tls/kit.h"

static struct event_base *base;

static void blocked(talk_fn over, int reading)
{
	struct side both[2];
	long writes;
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	if (!reading)
		bufferevent_disable(both[0].bev, EV_READ);
	both[0].toy.hello_first = 1;
	both[1].toy.mute = 1;
	put_text(both[0].bev, "question");
	settle(base);
	sides_logged(both, "", "");
	CHECK(evbuffer_get_length(bufferevent_get_output(both[0].bev)) == 8);
	/* It is asked once, and then again when there is news. */
	writes = both[0].toy.calls.write;
	settle(base);
	CHECK(both[0].toy.calls.write == writes);
	put_text(both[0].bev, "s");
	settle(base);
	CHECK(both[0].toy.calls.write == writes);
	/* The answer comes right after data. */
	both[1].toy.mute = 0;
	put_text(both[1].bev, "data");
	settle(base);
	CHECK(strstr(both[1].log.text, " read \"questions\"") || strstr(both[1].log.text, "read \"question\" read \"s\""));
	CHECK(evbuffer_get_length(bufferevent_get_output(both[0].bev)) == 0);
	CHECK(same(both[0].log.text, reading ? " read \"data\" written" : " written"));
	bufferevent_enable(both[0].bev, EV_READ);
	settle(base);
	CHECK(strstr(both[0].log.text, " read \"data\""));
	sides_free(both, base);
}

/* Writing takes in the data that comes before the answer; nothing on the socket tells of that later. */
static void taken_in(talk_fn over)
{
	struct side both[2];
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	both[0].toy.hello_first = 1;
	bufferevent_disable(both[0].bev, EV_READ);
	put_text(both[1].bev, "data");
	settle(base);
	put_text(both[0].bev, "question");
	if (both[0].toy.calls.write == 0) /* on a socket it is written from the loop */
		UNTIL(base, both[0].toy.calls.write > 0);
	/* Below a filter, what nobody reads stays on the socket. */
	CHECK(both[0].toy.plain.len == (bufferevent_get_underlying(both[0].bev) ? 0 : 4));
	bufferevent_enable(both[0].bev, EV_READ);
	settle(base);
	sides_logged(both, " read \"data\" written", " written read \"question\"");
	sides_free(both, base);
}

int main(void)
{
	base = event_base_new();
	for (int reading = 0; reading < 2; reading++) {
		blocked(sides_over_sockets, reading);
		blocked(sides_over_filters, reading);
	}
	taken_in(sides_over_sockets);
	taken_in(sides_over_filters);
	event_base_free(base);
	return t_result();
}
