// run: once
// libs: -levent_openssl -lssl -lcrypto
// BUFFEREVENT_SSL_OPEN: the program has shaken hands itself, blocking or in its own loop, perhaps in plain text first.
// What is in SSL already is read; no CONNECTED comes.
#include "ssl/ssl.h"

static struct event_base *base;
static struct side side;
static struct raw peer;

/* Both shake hands by hand, over real sockets. */
static void by_hand(int server)
{
	int fd[2];
	t_pair(fd);
	memset(&side, 0, sizeof side);
	side.is_server = server;
	side.ssl = ssl_new(server);
	NEED(SSL_set_fd(side.ssl, fd[0]));
	if (server)
		SSL_set_accept_state(side.ssl);
	else
		SSL_set_connect_state(side.ssl);
	raw_init(&peer, !server, fd[1]);
	for (int i = 0; i < 10; i++) {
		SSL_do_handshake(side.ssl);
		raw_turn(&peer);
		ERR_clear_error();
	}
	NEED(SSL_is_init_finished(side.ssl) && SSL_is_init_finished(peer.ssl));
	raw_get(&peer); /* tickets */
}

static void go_on(int how, int options)
{
	int fd = SSL_get_fd(side.ssl);
	struct bufferevent *below = NULL;
	if (how == 2)
		below = bufferevent_socket_new(base, fd, options);
	side.bev = below ? bufferevent_openssl_filter_new(base, below, side.ssl, BUFFEREVENT_SSL_OPEN, options) :
	    bufferevent_openssl_socket_new(base, how == 0 ? fd : -1, side.ssl, BUFFEREVENT_SSL_OPEN, options);
	NEED(side.bev);
	CHECK(bufferevent_getfd(side.bev) == fd);
	b_log(side.bev, &side.log, "side");
	bufferevent_setcb(side.bev, log_read, log_write, log_ssl_event, &side.log);
}

static void show(const char *when)
{
	ssl_settle(base);
	SAY("%s: ", when);
	side_show(&side);
}

static void plain(int server, int how, int options)
{
	SAY("plain\n");
	by_hand(server);
	go_on(how, options);
	show("made");
	raw_say(&peer, "question");
	show("asked");
	CHECK(bufferevent_enable(side.bev, EV_READ) == 0);
	show("reading enabled");
	put_text(side.bev, "answer");
	show("answered");
	SAY("peer \"%s\"\n", raw_get(&peer));
	raw_put(&peer, "last words");
	raw_farewell(&peer);
	show("end");
	side_free(&side, &peer, base);
}

/* Half of a record has been read by the program, and the rest is inside SSL, the socket is empty. Or SSL has read ahead. */
static void pending(int server, int how, int ahead, int enable_first, int options)
{
	char data[4];
	SAY("pending%s%s\n", ahead ? ", ahead" : "", enable_first ? ", enabled" : "");
	by_hand(server);
	SSL_set_read_ahead(side.ssl, ahead);
	raw_put(&peer, "1234rest");
	if (ahead)
		raw_put(&peer, "next");
	raw_send(&peer);
	CHECK(SSL_read(side.ssl, data, 4) == 4 && !memcmp(data, "1234", 4));
	go_on(how, options);
	if (enable_first)
		CHECK(bufferevent_enable(side.bev, EV_READ) == 0);
	show("made");
	CHECK(bufferevent_enable(side.bev, EV_READ) == 0);
	show("reading enabled");
	raw_say(&peer, " more");
	show("more");
	SAY("peer \"%s\"\n", raw_get(&peer));
	side_free(&side, &peer, base);
}

/* The end is there already. */
static void ended(int server, int how, int options)
{
	SAY("ended\n");
	by_hand(server);
	raw_put(&peer, "last words");
	raw_farewell(&peer);
	go_on(how, options);
	show("made");
	CHECK(bufferevent_enable(side.bev, EV_READ) == 0);
	show("reading enabled");
	side_free(&side, &peer, base);
}

/* OPEN with an SSL that has not shaken hands. */
static void not_open(int server, int how, int options)
{
	int fd[2];
	SAY("not open\n");
	t_pair(fd);
	memset(&side, 0, sizeof side);
	side.is_server = server;
	side.ssl = ssl_new(server);
	NEED(SSL_set_fd(side.ssl, fd[0]));
	if (server)
		SSL_set_accept_state(side.ssl);
	else
		SSL_set_connect_state(side.ssl);
	raw_init(&peer, !server, fd[1]);
	go_on(how, options);
	CHECK(bufferevent_enable(side.bev, EV_READ | EV_WRITE) == 0);
	show("made");
	put_text(side.bev, "early");
	for (int i = 0; i < 6; i++) {
		raw_turn(&peer);
		ERR_clear_error();
		ssl_settle(base);
	}
	show("turns");
	SAY("peer \"%s\"\n", raw_get(&peer));
	side_free(&side, &peer, base);
}

int main(void)
{
	static const char *const hows[] = { "socket", "socket of SSL", "filter" };
	base = event_base_new();
	for (int v = 0; v < 2; v++)
		for (int server = 0; server < 2; server++)
			for (int how = 0; how < 3; how++)
				for (int defer = 0; defer < 2; defer++) {
					int options = BEV_OPT_CLOSE_ON_FREE | (defer ? BEV_OPT_DEFER_CALLBACKS : 0);
					SAY("-- %s, %s, %s%s\n", ssl_version_name(ssl_versions[v]),
					    server ? "server" : "client", hows[how], defer ? ", deferred" : "");
					ssl_start(ssl_versions[v]);
					plain(server, how, options);
					for (int i = 0; i < 4; i++)
						pending(server, how, i & 1, i >> 1, options);
					ended(server, how, options);
					not_open(server, how, options);
				}
	event_base_free(base);
	return t_result();
}
