// run: once
// libs: -levent_openssl -lssl -lcrypto
// What has arrived in SSL, and not yet in the input: several records in one flight, a record that comes in parts, one
// that is longer than what is read at once, and SSL that reads ahead. Reading goes on though the socket has no more.
#include "ssl/ssl.h"

static struct event_base *base;
static struct side side;
static struct raw peer;

static int stop;

/* Reads, and switches reading off. */
static void on_read(struct bufferevent *bev, void *log)
{
	log_read(bev, log);
	if (stop)
		CHECK(bufferevent_disable(bev, EV_READ) == 0);
}

static void several(void)
{
	SAY("three records in a flight\n");
	stop = 0;
	for (int i = 0; i < 3; i++)
		raw_put(&peer, "text");
	raw_send(&peer);
	ssl_settle(base);
	/* In one callback or in several: not told. */
	if (!CHECK(strstr(side.log.text, "text") && evbuffer_get_length(bufferevent_get_input(side.bev)) == 0))
		SAY("%s\n", side.log.text);
	side.log.text[0] = 0;

	SAY("reading switched off by the first\n");
	stop = 1;
	for (int i = 0; i < 3; i++)
		raw_put(&peer, "text");
	raw_send(&peer);
	for (int i = 0; i < 4; i++) {
		ssl_settle(base);
		side_show(&side);
		CHECK(bufferevent_enable(side.bev, EV_READ) == 0);
	}
	stop = 0;
}

static void parts(void)
{
	SAY("a record in parts\n");
	raw_put(&peer, "a text that comes in parts");
	while (raw_waiting(&peer) > 1) {
		raw_send_some(&peer, 10);
		ssl_settle(base);
		if (!CHECK(side.log.text[0] == 0 || raw_waiting(&peer) == 0))
			break;
	}
	raw_send(&peer);
	ssl_settle(base);
	side_show(&side);
	SAY("the end of one and the start of the next\n");
	raw_put(&peer, "first");
	raw_put(&peer, "second");
	raw_send_some(&peer, raw_waiting(&peer) - 3);
	ssl_settle(base);
	side_show(&side);
	raw_send(&peer);
	ssl_settle(base);
	side_show(&side);
}

static void single(void)
{
	static char data[5000];
	size_t all = 0;
	SAY("a long record, 1000 at a time\n");
	memset(data, 'x', sizeof data);
	CHECK(bufferevent_set_max_single_read(side.bev, 1000) == 0);
	bufferevent_setcb(side.bev, NULL, NULL, log_ssl_event, &side.log);
	CHECK(SSL_write(peer.ssl, data, sizeof data) == sizeof data);
	raw_send(&peer);
	for (int i = 0; i < 20; i++) {
		ssl_settle(base);
		all = evbuffer_get_length(bufferevent_get_input(side.bev));
	}
	SAY("%zu arrived\n", all);
	evbuffer_drain(bufferevent_get_input(side.bev), all);
	CHECK(bufferevent_set_max_single_read(side.bev, 0) == 0);
	bufferevent_setcb(side.bev, on_read, log_write, log_ssl_event, &side.log);
}

/* A high watermark below the length of the record: the rest waits inside SSL. */
static void mark(void)
{
	SAY("a high watermark of 5\n");
	bufferevent_setcb(side.bev, NULL, NULL, log_ssl_event, &side.log);
	bufferevent_setwatermark(side.bev, EV_READ, 0, 5);
	raw_say(&peer, "0123456789abcdef");
	ssl_settle(base);
	side_show(&side);
	for (int i = 0; i < 4; i++) {
		evbuffer_drain(bufferevent_get_input(side.bev), 5);
		ssl_settle(base);
		side_show(&side);
	}
	bufferevent_setwatermark(side.bev, EV_READ, 0, 0);
	bufferevent_setcb(side.bev, on_read, log_write, log_ssl_event, &side.log);
}

int main(void)
{
	base = event_base_new();
	for (int v = 0; v < 2; v++)
		for (int server = 0; server < 2; server++)
			for (int ahead = 0; ahead < 2; ahead++) {
				SAY("-- %s, %s%s\n", ssl_version_name(ssl_versions[v]), server ? "server" : "client",
				    ahead ? ", reading ahead" : "");
				ssl_start(ssl_versions[v]);
				SSL_CTX_set_read_ahead(server ? server_ctx : client_ctx, ahead);
				side_and_raw(&side, server, &peer, base, BEV_OPT_CLOSE_ON_FREE);
				side_meet(&side, &peer, base);
				bufferevent_setcb(side.bev, on_read, log_write, log_ssl_event, &side.log);
				parts();
				single();
				mark();
				several();
				side_free(&side, &peer, base);
			}
	event_base_free(base);
	return t_result();
}
