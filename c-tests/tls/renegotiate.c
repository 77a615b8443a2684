// on: ours
// A new handshake in an open connection: CONNECTED comes again for the side that asked, and data that is under way
// both ways meanwhile arrives. A provider may not be able to, and there has to be a connection.
#include "tls/kit.h"

static struct event_base *base;

static void plain(talk_fn over)
{
	struct side both[2];
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	CHECK(bufferevent_tls_renegotiate(both[0].bev) == -1);
	sides_connect(both, base);
	for (int i = 0; i < 2; i++) {
		CHECK(bufferevent_tls_renegotiate(both[i].bev) == 0);
		settle(base);
		sides_logged(both, i ? "" : " event CONNECTED", i ? " event CONNECTED" : "");
		CHECK(both[0].toy.hellos == 2 + i && both[1].toy.hellos == 2 + i);
	}
	/* Both at once. */
	CHECK(bufferevent_tls_renegotiate(both[0].bev) == 0);
	CHECK(bufferevent_tls_renegotiate(both[1].bev) == 0);
	settle(base);
	sides_logged(both, " event CONNECTED", " event CONNECTED");
	put_text(both[0].bev, "ping");
	settle(base);
	sides_logged(both, " written", " read \"ping\"");
	/* With data before, and after, and on its way back. */
	put_text(both[1].bev, "back");
	put_text(both[0].bev, "before");
	CHECK(bufferevent_tls_renegotiate(both[0].bev) == 0);
	put_text(both[0].bev, ", after");
	settle(base);
	CHECK(strstr(both[0].log.text, " event CONNECTED") && strstr(both[0].log.text, " read \"back\""));
	CHECK(strstr(both[1].log.text, "after\""));
	sides_free(both, base);
}

static void impossible(void)
{
	struct bufferevent *pair[2];
	CHECK(bufferevent_tls_renegotiate(NULL) == -1);
	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	CHECK(bufferevent_tls_renegotiate(pair[0]) == -1);
	bufferevent_free(pair[0]);
	bufferevent_free(pair[1]);
	settle(base);
}

int main(void)
{
	base = event_base_new();
	plain(sides_over_sockets);
	plain(sides_over_filters);
	impossible();
	event_base_free(base);
	return t_result();
}
