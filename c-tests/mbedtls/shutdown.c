// run: once
// on: ours
// libs: -levent_mbedtls -lmbedtls -lmbedx509 -lmbedcrypto
// The ways in which the other side ends: with a farewell or without, with data in the same flight or not, and what
// allow_dirty_shutdown changes. What had arrived before is read first.
#include "mbedtls/mbed.h"

static struct side side;
static struct raw peer;

enum { FAREWELL = 1, CLOSE = 2, HALF = 4, DATA = 8, APART = 16 };

static const struct { const char *name; int how; } ends[] = {
	{ "farewell", FAREWELL },
	{ "farewell and close at once", FAREWELL | CLOSE },
	{ "farewell, then close", FAREWELL | CLOSE | APART },
	{ "close", CLOSE },
	{ "half close", HALF },
	{ "data and farewell", DATA | FAREWELL },
	{ "data, farewell and close", DATA | FAREWELL | CLOSE },
	{ "data and close", DATA | CLOSE },
	{ "data, then close", DATA | CLOSE | APART },
	{ "data and half close", DATA | HALF },
};

static void leave(int how)
{
	if (how & DATA)
		CHECK(mbedtls_ssl_write(&peer.ssl, (const void *)"last words", 10) == 10);
	if ((how & DATA) && (how & APART)) {
		raw_send(&peer);
		m_settle();
	}
	if (how & FAREWELL)
		CHECK(mbedtls_ssl_close_notify(&peer.ssl) == 0);
	raw_send(&peer);
	if (how & APART)
		m_settle();
	if (how & CLOSE)
		raw_close(&peer);
	if (how & HALF)
		CHECK(shutdown(peer.fd, SHUT_WR) == 0);
	m_settle();
}

static void run(int server, int how, int dirty, int options)
{
	char reason[100] = "";
	SAY("dirty %d: ", dirty);
	side_and_raw(&side, server, &peer, options);
	CHECK(bufferevent_mbedtls_get_allow_dirty_shutdown(side.bev) == 0);
	bufferevent_mbedtls_set_allow_dirty_shutdown(side.bev, dirty);
	CHECK(bufferevent_mbedtls_get_allow_dirty_shutdown(side.bev) == dirty);
	side_meet(&side, &peer);
	CHECK(bufferevent_tls_get_reason(side.bev, reason, sizeof reason) == -1 && !reason[0]);
	leave(how);
	b_show(&side.log, side.bev);
	CHECK(bufferevent_tls_get_reason(side.bev, reason, sizeof reason) == (int)strlen(reason));
	SAY("%s\n", reason);
	/* The other side may still listen. */
	if (peer.fd >= 0) {
		put_text(side.bev, "answer");
		m_settle();
		b_show(&side.log, side.bev);
		CHECK(bufferevent_enable(side.bev, EV_WRITE) == 0);
		m_settle();
		b_show(&side.log, side.bev);
		SAY("peer got \"%s\"\n", raw_get(&peer));
	}
	side_free(&side);
	raw_free(&peer);
}

/* The program says farewell itself, by flushing. */
static void leaves(int server)
{
	SAY("-- own farewell, %s\n", server ? "server" : "client");
	side_and_raw(&side, server, &peer, 0);
	side_meet(&side, &peer);
	put_text(side.bev, "bye");
	CHECK(bufferevent_flush(side.bev, EV_WRITE, BEV_FINISHED) >= 0);
	m_settle();
	SAY("peer got \"%s\"\n", raw_get(&peer));
	CHECK(mbedtls_ssl_write(&peer.ssl, (const void *)"still here", 10) == 10);
	raw_send(&peer);
	m_settle();
	b_show(&side.log, side.bev);
	side_free(&side);
	raw_free(&peer);
}

int main(void)
{
	m_start();
	for (size_t e = 0; e < sizeof ends / sizeof *ends; e++)
		for (int server = 0; server < 2; server++) {
			SAY("-- %s, %s\n", ends[e].name, server ? "server" : "client");
			run(server, ends[e].how, 0, 0);
			run(server, ends[e].how, 1, server ? 0 : BEV_OPT_DEFER_CALLBACKS);
		}
	for (int server = 0; server < 2; server++)
		leaves(server);
	return m_end();
}
