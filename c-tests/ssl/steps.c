// run: once
// libs: -levent_openssl -lssl -lcrypto
// Many records that have come at once, read in steps: with a watermark, or with reading switched off by each callback.
// All arrives though the socket has no more, then the farewell; and a bufferevent may be freed amid.
#include "ssl/ssl.h"

#define RECORD 16384
#define LEN (8 * RECORD)

static struct event_base *base;
static struct side side;
static struct raw peer;
static unsigned char data[LEN], got[LEN];
static size_t all;

/* Takes what there is in the input. */
static void take(struct bufferevent *bev)
{
	all += bufferevent_read(bev, got + all, sizeof got - all);
	CHECK(evbuffer_get_length(bufferevent_get_input(bev)) == 0);
}

static void take_and_stop(struct bufferevent *bev, void *arg)
{
	take(bev);
	CHECK(bufferevent_disable(bev, EV_READ) == 0);
}

static void start(int server)
{
	side_and_raw(&side, server, &peer, base, BEV_OPT_CLOSE_ON_FREE);
	side_meet(&side, &peer, base);
	bufferevent_setcb(side.bev, NULL, NULL, log_ssl_event, &side.log);
	all = 0;
	for (int i = 0; i < LEN; i += RECORD)
		CHECK(SSL_write(peer.ssl, data + i, RECORD) == RECORD);
	SSL_shutdown(peer.ssl);
	raw_send(&peer);
	CHECK(peer.gone == 0);
}

static void finish(void)
{
	ssl_settle(base);
	CHECK(all == LEN && memcmp(got, data, LEN) == 0);
	side_show(&side);
	side_free(&side, &peer, base);
}

static void with_mark(int server, size_t mark)
{
	SAY("a high watermark of %zu\n", mark);
	start(server);
	bufferevent_setwatermark(side.bev, EV_READ, 0, mark);
	for (size_t i = 0; i <= 2 * LEN / mark && all < LEN; i++) {
		ssl_settle(base);
		take(side.bev);
	}
	finish();
}

static void with_stops(int server)
{
	SAY("reading switched off by each callback\n");
	start(server);
	bufferevent_setcb(side.bev, take_and_stop, NULL, log_ssl_event, &side.log);
	for (int i = 0; i < 2 * LEN / RECORD && all < LEN; i++) {
		ssl_settle(base);
		CHECK(bufferevent_enable(side.bev, EV_READ) == 0);
	}
	finish();
}

/* Amid of it all the bufferevent goes. */
static void freed(int server)
{
	SAY("freed\n");
	start(server);
	bufferevent_setwatermark(side.bev, EV_READ, 0, 2 * RECORD);
	ssl_settle(base);
	take(side.bev);
	CHECK(all > 0 && all < LEN);
	side_free(&side, &peer, base);
}

int main(void)
{
	for (size_t i = 0; i < LEN; i++)
		data[i] = (unsigned char)(i * 7 + i / 251);
	base = event_base_new();
	for (int v = 0; v < 2; v++)
		for (int server = 0; server < 2; server++) {
			SAY("-- %s, %s\n", ssl_version_name(ssl_versions[v]), server ? "server" : "client");
			ssl_start(ssl_versions[v]);
			with_mark(server, 10000);
			with_mark(server, 2 * RECORD);
			with_stops(server);
			freed(server);
		}
	event_base_free(base);
	return t_result();
}
