// on: ours
// Over sockets and over bufferevents on sockets: each side learns once that it is connected, before all data, and
// data goes both ways.
#include "tls/kit.h"

static struct event_base *base;

static void talk(talk_fn over, int options)
{
	struct side both[2];
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE | options);
	/* What is written before the handshake waits for its end. */
	put_text(both[0].bev, "early");
	CHECK(both[0].toy.calls.write == 0);
	settle(base);
	sides_logged(both, " event CONNECTED written", " event CONNECTED read \"early\"");
	put_text(both[0].bev, "to you");
	put_text(both[1].bev, "to me");
	settle(base);
	/* The order of the two is not told. */
	CHECK(strstr(both[0].log.text, " written") && strstr(both[0].log.text, " read \"to me\""));
	CHECK(strstr(both[1].log.text, " written") && strstr(both[1].log.text, " read \"to you\""));
	CHECK(strlen(both[0].log.text) == strlen(" written read \"to me\""));
	CHECK(both[0].toy.hellos == 1 && both[1].toy.hellos == 1);
	sides_free(both, base);
}

int main(void)
{
	base = event_base_new();
	for (int defer = 0; defer < 2; defer++) {
		talk(sides_over_sockets, defer ? BEV_OPT_DEFER_CALLBACKS : 0);
		talk(sides_over_filters, defer ? BEV_OPT_DEFER_CALLBACKS : 0);
	}
	event_base_free(base);
	return t_result();
}
