// run: once
// libs: -levent_openssl -lssl -lcrypto
// An open connection fails: garbage, changed and cut records, alerts, resets. What came before is read first; then there
// is one event, and the errors are kept.
#include "ssl/ssl.h"

static struct event_base *base;
static struct side side;
static struct raw peer;

/* Takes what SSL wants to send, to change it. */
static size_t taken(unsigned char *data, size_t size)
{
	int n = BIO_read(peer.out, data, (int)size);
	return n > 0 ? (size_t)n : 0;
}

static void send_bytes(const unsigned char *data, size_t len)
{
	CHECK(send(peer.fd, data, len, MSG_NOSIGNAL) == (ssize_t)len);
}

static void garbage(void) { fd_put(peer.fd, "this is no record of TLS"); }

static void data_and_garbage(void)
{
	raw_say(&peer, "good");
	garbage();
}

static void changed(void)
{
	unsigned char data[1000];
	size_t n;
	raw_put(&peer, "will be changed");
	n = taken(data, sizeof data);
	data[n - 1] ^= 1;
	send_bytes(data, n);
}

static void swapped(void)
{
	unsigned char one[1000], two[1000];
	size_t n, m;
	raw_put(&peer, "one");
	n = taken(one, sizeof one);
	raw_put(&peer, "two");
	m = taken(two, sizeof two);
	send_bytes(two, m);
	send_bytes(one, n);
}

static void too_long(void)
{
	static const unsigned char head[] = { 23, 3, 3, 0x7f, 0xff, 1, 2, 3 };
	send_bytes(head, sizeof head);
}

/* What the peer has received was bad, so it sends an alert. */
static void alert(void)
{
	char c;
	raw_put(&peer, "before the alert");
	NEED(BIO_write(peer.in, "this is no record of TLS", 24) == 24);
	CHECK(SSL_read(peer.ssl, &c, 1) < 0);
	ERR_clear_error();
	raw_send(&peer);
}

static void cut(void)
{
	raw_put(&peer, "complete");
	raw_put(&peer, "not complete");
	raw_send_some(&peer, raw_waiting(&peer) - 5);
	raw_receive(&peer);
	close(peer.fd);
	peer.fd = -1;
}

static const struct { const char *name; void (*fail)(void); } failures[] = {
	{ "garbage", garbage },
	{ "data and garbage", data_and_garbage },
	{ "a changed record", changed },
	{ "records in the wrong order", swapped },
	{ "a record that is too long", too_long },
	{ "an alert", alert },
	{ "a record that is cut", cut },
};

static void run(int server, int failure, int options)
{
	side_and_raw(&side, server, &peer, base, BEV_OPT_CLOSE_ON_FREE | options);
	side_meet(&side, &peer, base);
	failures[failure].fail();
	ssl_settle(base);
	SAY("OpenSSL's own queue: %s\n", ERR_peek_error() ? ssl_error(ERR_peek_error()) : "empty");
	side_show(&side);
	if (peer.fd >= 0 && failures[failure].fail != alert)
		SAY("peer \"%s\"\n", raw_get(&peer));
	side_free(&side, &peer, base);
}

/* A reset, while the connection is idle, after data, or with output under way. */
static void reset(int server, int how, int dirty, int options)
{
	static char bulk[8 << 20];
	int fd[2];
	SAY("reset %d, dirty %d\n", how, dirty);
	tcp_pair(fd);
	memset(&side, 0, sizeof side);
	side.is_server = server;
	side_on_socket(&side, base, fd[0], BEV_OPT_CLOSE_ON_FREE | options);
	raw_init(&peer, !server, fd[1]);
	bufferevent_openssl_set_allow_dirty_shutdown(side.bev, dirty);
	side_meet(&side, &peer, base);
	if (how == 1)
		CHECK(bufferevent_write(side.bev, bulk, sizeof bulk) == 0);
	ssl_settle(base);
	raw_receive(&peer);
	if (how == 2)
		CHECK(bufferevent_disable(side.bev, EV_READ) == 0);
	tcp_reset(peer.fd);
	peer.fd = -1;
	ssl_settle(base);
	if (how == 2) {
		side_show(&side);
		put_text(side.bev, "nobody is there");
		ssl_settle(base);
	}
	b_show(&side.log, NULL);
	side_free(&side, &peer, base);
}

/* What others have left in the queue of OpenSSL does not count. */
static void left_behind(int server)
{
	SAY("errors left behind\n");
	ERR_raise(ERR_LIB_USER, 1);
	side_and_raw(&side, server, &peer, base, BEV_OPT_CLOSE_ON_FREE);
	for (int i = 0; i < 8; i++) {
		raw_turn(&peer);
		ERR_raise(ERR_LIB_USER, 2);
		ssl_settle(base);
	}
	side_show(&side);
	ERR_raise(ERR_LIB_USER, 3);
	put_text(side.bev, "text");
	ssl_settle(base);
	side_show(&side);
	SAY("peer \"%s\"\n", raw_get(&peer));
	raw_put(&peer, "answer");
	raw_farewell(&peer);
	ERR_raise(ERR_LIB_USER, 4);
	ssl_settle(base);
	side_show(&side);
	side_free(&side, &peer, base);
}

int main(void)
{
	base = event_base_new();
	for (int v = 0; v < 2; v++)
		for (int server = 0; server < 2; server++)
			for (int defer = 0; defer < 2; defer++) {
				int options = defer ? BEV_OPT_DEFER_CALLBACKS : 0;
				ssl_start(ssl_versions[v]);
				for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
					SAY("-- %s, %s%s, %s\n", ssl_version_name(ssl_versions[v]),
					    server ? "server" : "client", defer ? ", deferred" : "", failures[i].name);
					run(server, (int)i, options);
				}
				SAY("-- %s, %s%s, resets\n", ssl_version_name(ssl_versions[v]),
				    server ? "server" : "client", defer ? ", deferred" : "");
				for (int how = 0; how < 3; how++)
					for (int dirty = 0; dirty < 2; dirty++)
						reset(server, how, dirty, options);
				left_behind(server);
			}
	event_base_free(base);
	return t_result();
}
