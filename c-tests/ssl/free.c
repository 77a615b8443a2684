// run: once
// libs: -levent_openssl -lssl -lcrypto
// Freed from outside: before and in the middle of the handshake, with output, with callbacks due; and the order in which
// what is above and below is freed.
#include "ssl/ssl.h"

static struct event_base *base;
static struct side side;
static struct raw peer;

/* When it is freed. */
enum { AT_ONCE, ENABLED, HALFWAY, CONNECTED, OUTPUT, FULL, DUE, ENDED };
static const char *const times[] = { "at once", "when enabled", "halfway", "connected", "with output", "full",
	"with callbacks due", "ended" };

static void run(int server, int when, int options)
{
	static char bulk[1 << 20];
	int fd[2], before = ssl_freed;
	SAY("%s\n", times[when]);
	if (when == AT_ONCE) {
		t_pair(fd);
		memset(&side, 0, sizeof side);
		side.log.name = "side";
		side.ssl = ssl_new(server);
		side.bev = bufferevent_openssl_socket_new(base, fd[0], side.ssl, SSL_START(server), options);
		raw_init(&peer, !server, fd[1]);
	} else {
		side_and_raw(&side, server, &peer, base, options);
		fd[0] = bufferevent_getfd(side.bev);
	}
	if (when == HALFWAY) {
		ssl_settle(base);
		raw_turn(&peer);
		if (server)
			ssl_settle(base);
	} else if (when >= CONNECTED) {
		side_meet(&side, &peer, base);
	}
	if (when == OUTPUT) {
		put_text(side.bev, "will not arrive");
	} else if (when == FULL) {
		CHECK(bufferevent_write(side.bev, bulk, sizeof bulk) == 0);
		ssl_settle(base);
		CHECK(evbuffer_get_length(bufferevent_get_output(side.bev)) > 0);
	} else if (when == DUE) {
		raw_say(&peer, "text");
		put_text(side.bev, "text");
		bufferevent_trigger(side.bev, EV_READ | EV_WRITE, BEV_TRIG_IGNORE_WATERMARKS | BEV_TRIG_DEFER_CALLBACKS);
		bufferevent_trigger_event(side.bev, BEV_EVENT_EOF, BEV_TRIG_DEFER_CALLBACKS);
	} else if (when == ENDED) {
		raw_farewell(&peer);
		ssl_settle(base);
		side_show(&side);
	}
	bufferevent_free(side.bev);
	side.bev = NULL;
	ssl_settle(base);
	b_show(&side.log, NULL);
	SAY("SSL freed %d, socket %s\n", ssl_freed - before, fd_open(fd[0]) ? "open" : "closed");
	if (when != HALFWAY && when != FULL && when != ENABLED && when != AT_ONCE)
		SAY("peer \"%s\"\n", raw_get(&peer));
	if (ssl_freed == before) {
		SSL_free(side.ssl);
		close(fd[0]);
	}
	raw_free(&peer);
}

/* The base goes first. */
static void base_first(int options)
{
	struct event_base *other = event_base_new();
	int before = ssl_freed, fd;
	SAY("base first\n");
	side_and_raw(&side, 1, &peer, other, options);
	side_meet(&side, &peer, other);
	put_text(side.bev, "text");
	fd = bufferevent_getfd(side.bev);
	bufferevent_free(side.bev);
	event_base_free(other);
	SAY("SSL freed %d, socket %s\n", ssl_freed - before, fd_open(fd) ? "open" : "closed");
	if (ssl_freed == before) {
		SSL_free(side.ssl);
		close(fd);
	}
	raw_free(&peer);
}

/* A reference of the program's own keeps it. */
static void kept(int options)
{
	int before = ssl_freed, fd;
	SAY("a reference more\n");
	side_and_raw(&side, 1, &peer, base, options);
	side_meet(&side, &peer, base);
	fd = bufferevent_getfd(side.bev);
	bufferevent_incref(side.bev);
	bufferevent_free(side.bev);
	ssl_settle(base);
	SAY("SSL freed %d, socket %s, ", ssl_freed - before, fd_open(fd) ? "open" : "closed");
	SAY("get_ssl %d\n", bufferevent_openssl_get_ssl(side.bev) == side.ssl);
	SAY("last: %d\n", bufferevent_decref(side.bev));
	ssl_settle(base);
	SAY("SSL freed %d, socket %s\n", ssl_freed - before, fd_open(fd) ? "open" : "closed");
	if (ssl_freed == before) {
		SSL_free(side.ssl);
		close(fd);
	}
	raw_free(&peer);
}

int main(void)
{
	static const int options[] = { 0, BEV_OPT_CLOSE_ON_FREE, BEV_OPT_DEFER_CALLBACKS,
		BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS };
	base = event_base_new();
	for (int v = 0; v < 2; v++) {
		ssl_start(ssl_versions[v]);
		for (int o = 0; o < 4; o++)
			for (int server = 0; server < 2; server++) {
				SAY("-- %s, %s, options %d\n", ssl_version_name(ssl_versions[v]),
				    server ? "server" : "client", options[o]);
				for (int when = 0; when <= ENDED; when++)
					run(server, when, options[o]);
				base_first(options[o]);
				kept(options[o]);
			}
	}
	event_base_free(base);
	return t_result();
}
