// run: once
// on: ours
// Timeouts: of a handshake that the other side does not answer, and of reading.
#include "tls/kit.h"

static struct event_base *base;

static void run(talk_fn over)
{
	struct side both[2];
	sides_init(both);
	both[1].toy.mute = 1;
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_set_timeouts(both[0].bev, MS(10), NULL);
	UNTIL(base, both[0].log.text[0]);
	CHECK(strstr(both[0].log.text, "TIMEOUT") && !strstr(both[0].log.text, "CONNECTED"));
	sides_free(both, base);

	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	bufferevent_set_timeouts(both[0].bev, MS(10), NULL);
	UNTIL(base, both[0].log.text[0]);
	CHECK(strstr(both[0].log.text, " event READING|TIMEOUT") == both[0].log.text);
	bufferevent_set_timeouts(both[0].bev, NULL, NULL);
	both[0].log.text[0] = 0;
	bufferevent_enable(both[0].bev, EV_READ);
	put_text(both[1].bev, "late");
	settle(base);
	CHECK(same(both[0].log.text, " read \"late\""));
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
