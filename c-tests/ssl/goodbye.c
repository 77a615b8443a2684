// run: once
// libs: -levent_openssl -lssl -lcrypto
// What the other side gets when a bufferevent is freed: just the end of the connection, unless the program has called
// SSL_shutdown itself. bufferevent_flush says nothing either. And two bufferevents, of which one goes.
#include "ssl/ssl.h"

static struct event_base *base;
static struct side side;
static struct raw peer;

enum { NOTHING, SHUTDOWN, MARKED, MARKED_SHUTDOWN, QUIET, FLUSH, DISABLED };
static const char *const names[] = { "nothing", "SSL_shutdown", "SSL_set_shutdown", "both", "quiet", "flush", "disabled" };

static void run(int server, int how, int output)
{
	SAY("%s%s\n", names[how], output ? ", with output" : "");
	side_and_raw(&side, server, &peer, base, BEV_OPT_CLOSE_ON_FREE);
	side_meet(&side, &peer, base);
	if (output)
		put_text(side.bev, "unsent");
	switch (how) {
	case SHUTDOWN:
		SAY("SSL_shutdown: %d\n", SSL_shutdown(side.ssl));
		break;
	case MARKED:
		SSL_set_shutdown(side.ssl, SSL_RECEIVED_SHUTDOWN);
		break;
	case MARKED_SHUTDOWN:
		SSL_set_shutdown(side.ssl, SSL_RECEIVED_SHUTDOWN);
		SAY("SSL_shutdown: %d\n", SSL_shutdown(side.ssl));
		break;
	case QUIET:
		SSL_set_quiet_shutdown(side.ssl, 1);
		SAY("SSL_shutdown: %d\n", SSL_shutdown(side.ssl));
		break;
	case FLUSH:
		SAY("flush: %d", bufferevent_flush(side.bev, EV_READ | EV_WRITE, BEV_NORMAL));
		SAY(" %d", bufferevent_flush(side.bev, EV_READ | EV_WRITE, BEV_FLUSH));
		SAY(" %d\n", bufferevent_flush(side.bev, EV_READ, BEV_FINISHED));
		break;
	case DISABLED:
		CHECK(bufferevent_disable(side.bev, EV_READ | EV_WRITE) == 0);
		break;
	}
	if (how != NOTHING)
		SAY("peer \"%s\"\n", raw_get(&peer));
	bufferevent_free(side.bev);
	SAY("in free: peer \"%s\"\n", raw_get(&peer));
	side.bev = NULL;
	ssl_settle(base);
	SAY("after: peer \"%s\"\n", raw_get(&peer));
	side_free(&side, &peer, base);
}

/* What the program is told when it has called SSL_shutdown and goes on. */
static void goes_on(int server)
{
	SAY("goes on\n");
	side_and_raw(&side, server, &peer, base, BEV_OPT_CLOSE_ON_FREE);
	side_meet(&side, &peer, base);
	CHECK(SSL_shutdown(side.ssl) == 0);
	ssl_settle(base);
	side_show(&side);
	raw_say(&peer, "more");
	ssl_settle(base);
	side_show(&side);
	raw_farewell(&peer);
	ssl_settle(base);
	side_show(&side);
	put_text(side.bev, "too late");
	ssl_settle(base);
	side_show(&side);
	SAY("peer \"%s\"\n", raw_get(&peer));
	side_free(&side, &peer, base);
}

static void two(talk_fn over, int who, int how, int options)
{
	struct side both[2];
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE | options);
	for (int i = 0; i < 2; i++)
		bufferevent_openssl_set_allow_dirty_shutdown(both[i].bev, 1);
	sides_meet(both, base);
	if (how == MARKED_SHUTDOWN) {
		SSL_set_shutdown(both[who].ssl, SSL_RECEIVED_SHUTDOWN);
		SSL_shutdown(both[who].ssl);
	}
	bufferevent_free(both[who].bev);
	both[who].bev = NULL;
	ssl_settle(base);
	sides_show(both);
	sides_free(both, base);
}

int main(void)
{
	base = event_base_new();
	for (int v = 0; v < 2; v++) {
		ssl_start(ssl_versions[v]);
		for (int server = 0; server < 2; server++) {
			SAY("-- %s, %s\n", ssl_version_name(ssl_versions[v]), server ? "server" : "client");
			for (int how = 0; how <= DISABLED; how++)
				run(server, how, 0);
			run(server, NOTHING, 1);
			goes_on(server);
		}
		for (int way = 0; way < 4; way++)
			for (int defer = 0; defer < 2; defer++) {
				SAY("-- %s, two, %s%s\n", ssl_version_name(ssl_versions[v]), ssl_ways[way].name,
				    defer ? ", deferred" : "");
				for (int who = 0; who < 2; who++) {
					two(ssl_ways[way].start, who, NOTHING, defer ? BEV_OPT_DEFER_CALLBACKS : 0);
					two(ssl_ways[way].start, who, MARKED_SHUTDOWN,
					    defer ? BEV_OPT_DEFER_CALLBACKS : 0);
				}
			}
	}
	event_base_free(base);
	return t_result();
}
