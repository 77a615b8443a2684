// run: once
// libs: -levent_openssl -lssl -lcrypto
// SSL on top of a socket bufferevent and of a pair: what the lower one says of itself, what the end and the errors of the
// lower one become, what is left of it when the upper one is freed.
#include "ssl/ssl.h"

static struct event_base *base;
static struct side side;
static struct raw peer;
static struct bufferevent *below;
static struct b_log below_log;

static void start(int server, int options, int below_options)
{
	int fd[2];
	t_pair(fd);
	below = bufferevent_socket_new(base, fd[0], below_options);
	NEED(below);
	b_log(below, &below_log, "below");
	memset(&side, 0, sizeof side);
	side.is_server = server;
	side_on(&side, base, below, options);
	raw_init(&peer, !server, fd[1]);
}

static void show(const char *when)
{
	ssl_settle(base);
	SAY("%s: ", when);
	side_show(&side);
	SAY("  ");
	b_show(&below_log, below);
}

/* What can be asked, from the beginning on. */
static void state(int server)
{
	bufferevent_data_cb r, w;
	bufferevent_event_cb e;
	void *arg;
	size_t low, high;
	SAY("state\n");
	start(server, BEV_OPT_CLOSE_ON_FREE, BEV_OPT_CLOSE_ON_FREE);
	CHECK(bufferevent_get_underlying(side.bev) == below);
	CHECK(bufferevent_get_underlying(below) == NULL);
	CHECK(bufferevent_get_base(side.bev) == base);
	SAY("getfd: %s\n", bufferevent_getfd(side.bev) == bufferevent_getfd(below) ? "that of the one below" :
	    bufferevent_getfd(side.bev) == -1 ? "-1" : "another");
	show("made");
	bufferevent_getcb(below, &r, &w, &e, &arg);
	SAY("callbacks of the one below: %s\n",
	    r == log_read && w == log_write && e == log_event && arg == &below_log ? "as before" :
	    r && w && e && arg == side.bev ? "of SSL" : r && w && e ? "of SSL, with an argument of their own" : "others");
	for (int i = 0; i < 2; i++) {
		CHECK(bufferevent_getwatermark(below, i ? EV_WRITE : EV_READ, &low, &high) == 0);
		SAY("marks: %zu %zu\n", low, high);
	}
	raw_meet(&peer, base);
	show("met");
	raw_say(&peer, "question");
	show("asked");
	put_text(side.bev, "answer");
	show("answered");
	SAY("peer \"%s\"\n", raw_get(&peer));
	side_free(&side, &peer, base);
}

/* The other side goes. */
static void end(int server, int how, int dirty, int options)
{
	static const char *const names[] = { "farewell", "farewell and close", "close", "half close", "data and close",
		"data, farewell and close", "garbage" };
	SAY("%s, dirty %d\n", names[how], dirty);
	start(server, options | BEV_OPT_CLOSE_ON_FREE, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_openssl_set_allow_dirty_shutdown(side.bev, dirty);
	raw_meet(&peer, base);
	side.log.text[0] = 0;
	if (how == 4 || how == 5)
		raw_put(&peer, "last words");
	if (how == 0 || how == 1 || how == 5)
		SSL_shutdown(peer.ssl);
	raw_send(&peer);
	if (how == 3)
		shutdown(peer.fd, SHUT_WR);
	if (how == 6)
		fd_put(peer.fd, "this is no TLS");
	if (how == 1 || how == 2 || how == 4 || how == 5) {
		raw_receive(&peer);
		close(peer.fd);
		peer.fd = -1;
	}
	show("gone");
	put_text(side.bev, "too late");
	show("written");
	if (peer.fd != -1)
		SAY("peer \"%s\"\n", raw_get(&peer));
	side_free(&side, &peer, base);
}

/* What stays when the upper one is freed: with BEV_OPT_CLOSE_ON_FREE nothing, without all but the callbacks. */
static void freed(int server, int options)
{
	bufferevent_data_cb r, w;
	bufferevent_event_cb e;
	void *arg;
	int before = ssl_freed, fd;
	SAY("freed, options %d\n", options);
	start(server, options, BEV_OPT_CLOSE_ON_FREE);
	raw_meet(&peer, base);
	raw_say(&peer, "not read");
	fd = bufferevent_getfd(below);
	bufferevent_free(side.bev);
	side.bev = NULL;
	ssl_settle(base);
	b_show(&side.log, NULL);
	SAY("SSL freed: %d, socket %s\n", ssl_freed - before, fd_open(fd) ? "open" : "closed");
	if (!(options & BEV_OPT_CLOSE_ON_FREE)) {
		bufferevent_getcb(below, &r, &w, &e, &arg);
		SAY("callbacks %s %s %s, enabled %s\n", r ? "set" : "NULL", w ? "set" : "NULL", e ? "set" : "NULL",
		    t_what(bufferevent_get_enabled(below)));
		SAY("input %s\n", evbuffer_get_length(bufferevent_get_input(below)) ? "there" : "empty");
		CHECK(bufferevent_get_underlying(below) == NULL);
		bufferevent_free(below);
		ssl_settle(base);
		SSL_free(side.ssl);
		SAY("then: SSL freed: %d, socket %s\n", ssl_freed - before, fd_open(fd) ? "open" : "closed");
	}
	raw_free(&peer);
}

int main(void)
{
	base = event_base_new();
	for (int v = 0; v < 2; v++) {
		ssl_start(ssl_versions[v]);
		for (int server = 0; server < 2; server++) {
			SAY("-- %s, %s\n", ssl_version_name(ssl_versions[v]), server ? "server" : "client");
			state(server);
			for (int defer = 0; defer < 2; defer++) {
				SAY("-- %s, %s, ends%s\n", ssl_version_name(ssl_versions[v]), server ? "server" : "client",
				    defer ? ", deferred" : "");
				for (int how = 0; how < 7; how++)
					for (int dirty = 0; dirty < 2; dirty++)
						end(server, how, dirty, defer ? BEV_OPT_DEFER_CALLBACKS : 0);
			}
			freed(server, 0);
			freed(server, BEV_OPT_CLOSE_ON_FREE);
		}
	}
	event_base_free(base);
	return t_result();
}
