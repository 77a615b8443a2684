// on: ours
// run: once
// Why a connection has ended, as text.
#include "tls/kit.h"

static struct event_base *base;

static void reason_is(struct bufferevent *bev, const char *expected)
{
	char text[100], little[4];
	int len = (int)strlen(expected);
	CHECK(bufferevent_tls_get_reason(bev, text, sizeof text) == len && same(text, expected));
	CHECK(bufferevent_tls_get_reason(bev, little, sizeof little) == len && strncmp(little, expected, 3) == 0);
	CHECK(little[3] == 0);
	CHECK(bufferevent_tls_get_reason(bev, NULL, 0) == len);
	/* It stays. Errors that are taken change nothing. */
	while (bufferevent_tls_get_error(bev))
		;
	CHECK(bufferevent_tls_get_reason(bev, text, sizeof text) == len && same(text, expected));
}

static void start(struct side both[2])
{
	sides_init(both);
	sides_over_sockets(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	for (int i = 0; i < 2; i++)
		CHECK(bufferevent_tls_get_reason(both[i].bev, NULL, 0) == -1);
}

int main(void)
{
	struct side both[2];
	base = event_base_new();

	start(both);
	both[0].toy.fail_read = 34;
	put_text(both[1].bev, "x");
	settle(base);
	reason_is(both[0].bev, "the toy's error 3");
	/* A new connection has not ended. */
	CHECK(bufferevent_setfd(both[0].bev, -1) == 0);
	CHECK(bufferevent_tls_get_reason(both[0].bev, NULL, 0) == -1);
	sides_free(both, base);

	start(both);
	CHECK(bufferevent_flush(both[1].bev, EV_WRITE, BEV_FINISHED) == 0);
	settle(base);
	reason_is(both[0].bev, "the other side has closed the connection");
	sides_free(both, base);

	start(both);
	CHECK(shutdown(bufferevent_getfd(both[1].bev), SHUT_WR) == 0);
	settle(base);
	reason_is(both[0].bev, "the connection has ended without a farewell");
	sides_free(both, base);

	event_base_free(base);
	return t_result();
}
