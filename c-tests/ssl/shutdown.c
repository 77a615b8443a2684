// run: once
// libs: -levent_openssl -lssl -lcrypto
// The ways in which the other side ends: with a farewell or without, with data in the same flight or not, and what
// allow_dirty_shutdown changes. What had arrived before is read first.
#include "ssl/ssl.h"

static struct event_base *base;
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
	{ "data, farewell, then close", DATA | FAREWELL | CLOSE | APART },
	{ "data and close", DATA | CLOSE },
	{ "data, then close", DATA | CLOSE | APART },
	{ "data and half close", DATA | HALF },
};

static void leave(int how)
{
	if (how & DATA)
		raw_put(&peer, "last words");
	if ((how & DATA) && (how & APART)) {
		raw_send(&peer);
		ssl_settle(base);
	}
	if (how & FAREWELL)
		SSL_shutdown(peer.ssl);
	raw_send(&peer);
	if (how & APART)
		ssl_settle(base);
	if (how & CLOSE) {
		raw_receive(&peer); /* or the other side would get ECONNRESET */
		close(peer.fd);
		peer.fd = -1;
	}
	if (how & HALF)
		CHECK(shutdown(peer.fd, SHUT_WR) == 0);
	ssl_settle(base);
}

static void run(int server, int how, int dirty, int options)
{
	side_and_raw(&side, server, &peer, base, BEV_OPT_CLOSE_ON_FREE | options);
	CHECK(bufferevent_openssl_get_allow_dirty_shutdown(side.bev) == 0);
	if (dirty)
		bufferevent_openssl_set_allow_dirty_shutdown(side.bev, dirty);
	SAY("dirty allowed: %d\n", bufferevent_openssl_get_allow_dirty_shutdown(side.bev));
	side_meet(&side, &peer, base);
	leave(how);
	side_show(&side);
	SAY("shutdown %d\n", SSL_get_shutdown(side.ssl));
	/* Output after that. */
	if (peer.fd >= 0) {
		put_text(side.bev, "answer");
		ssl_settle(base);
		side_show(&side);
		CHECK(bufferevent_enable(side.bev, EV_WRITE) == 0);
		ssl_settle(base);
		side_show(&side);
		SAY("peer got \"%s\"\n", raw_get(&peer));
	}
	side_free(&side, &peer, base);
}

int main(void)
{
	base = event_base_new();
	for (int v = 0; v < 2; v++)
		for (size_t e = 3; e < 5; e++) {
			ssl_start(ssl_versions[v]);
			SSL_CTX_set_options(client_ctx, SSL_OP_IGNORE_UNEXPECTED_EOF);
			SAY("-- %s, %s, ends ignored\n", ends[e].name, ssl_version_name(ssl_versions[v]));
			run(0, ends[e].how, 0, 0);
			run(0, ends[e].how, 1, 0);
		}
	for (size_t e = 0; e < sizeof ends / sizeof *ends; e++)
		for (int v = 0; v < 2; v++)
			for (int server = 0; server < 2; server++)
				for (int defer = 0; defer < 2; defer++) {
					ssl_start(ssl_versions[v]);
					SAY("-- %s, %s, %s%s\n", ends[e].name, ssl_version_name(ssl_versions[v]),
					    server ? "server" : "client", defer ? ", deferred" : "");
					run(server, ends[e].how, 0, defer ? BEV_OPT_DEFER_CALLBACKS : 0);
					run(server, ends[e].how, 1, defer ? BEV_OPT_DEFER_CALLBACKS : 0);
				}
	event_base_free(base);
	return t_result();
}
