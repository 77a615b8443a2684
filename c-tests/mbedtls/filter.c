// run: once
// on: ours
// libs: -levent_mbedtls -lmbedtls -lmbedx509 -lmbedcrypto
// Mbed TLS on top of a socket bufferevent: what the lower one says of itself, what its end and its errors become, what is
// left of it when the upper one is freed; and TLS in TLS.
#include "mbedtls/mbed.h"

static struct side side;
static struct raw peer;
static struct bufferevent *below;
static struct b_log below_log;

static void start(int server, int options, int below_options)
{
	int fd[2];
	t_pair(fd);
	NEED(below = bufferevent_socket_new(base, fd[0], below_options));
	b_log(below, &below_log, "below");
	memset(&side, 0, sizeof side);
	side.is_server = server;
	side_on(&side, below, options);
	CHECK(bufferevent_enable(side.bev, EV_READ | EV_WRITE) == 0);
	raw_init(&peer, !server, fd[1]);
}

static void show(const char *when)
{
	m_settle();
	SAY("%s: ", when);
	b_show(&side.log, side.bev);
	SAY("  ");
	b_show(&below_log, below);
}

static void end_both(void)
{
	side_free(&side);
	raw_free(&peer);
}

static void state(int server)
{
	SAY("state\n");
	start(server, BEV_OPT_CLOSE_ON_FREE, BEV_OPT_CLOSE_ON_FREE);
	CHECK(bufferevent_get_underlying(side.bev) == below && bufferevent_get_base(side.bev) == base);
	CHECK(bufferevent_mbedtls_get_ssl(side.bev) == side.context && !bufferevent_mbedtls_get_ssl(below));
	show("made");
	raw_meet(&peer);
	show("met");
	CHECK(mbedtls_ssl_write(&peer.ssl, (const void *)"question", 8) == 8);
	raw_send(&peer);
	show("asked");
	put_text(side.bev, "answer");
	show("answered");
	SAY("peer \"%s\"\n", raw_get(&peer));
	end_both();
}

/* The other side goes. */
static void end(int server, int how, int dirty, int options)
{
	static const char *const names[] = { "farewell", "farewell and close", "close", "half close", "data and close",
		"garbage" };
	SAY("%s, dirty %d\n", names[how], dirty);
	start(server, options | BEV_OPT_CLOSE_ON_FREE, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_mbedtls_set_allow_dirty_shutdown(side.bev, dirty);
	raw_meet(&peer);
	side.log.text[0] = 0;
	if (how == 4)
		CHECK(mbedtls_ssl_write(&peer.ssl, (const void *)"last words", 10) == 10);
	if (how < 2)
		CHECK(mbedtls_ssl_close_notify(&peer.ssl) == 0);
	raw_send(&peer);
	if (how == 3)
		shutdown(peer.fd, SHUT_WR);
	if (how == 5)
		fd_put(peer.fd, "this is no TLS");
	if (how == 1 || how == 2 || how == 4)
		raw_close(&peer);
	show("gone");
	put_text(side.bev, "too late");
	show("written");
	end_both();
}

/* With BEV_OPT_CLOSE_ON_FREE nothing stays, without all but the callbacks. */
static void freed(int server, int options)
{
	int fd;
	SAY("freed, options %d\n", options);
	start(server, options, BEV_OPT_CLOSE_ON_FREE);
	raw_meet(&peer);
	fd = bufferevent_getfd(below);
	bufferevent_free(side.bev);
	side.bev = NULL;
	m_settle();
	SAY("socket %s\n", fd_open(fd) ? "open" : "closed");
	if (!(options & BEV_OPT_CLOSE_ON_FREE)) {
		bufferevent_free(below);
		m_settle();
		bufferevent_mbedtls_dyncontext_free(side.context);
	}
	raw_free(&peer);
}

/* In mid-handshake, too. */
static void freed_early(void)
{
	struct side both[2];
	for (int turns = 0; turns < 3; turns++) {
		sides_start(both, over_filters, 0);
		for (int i = 0; i < turns; i++)
			event_base_loop(base, EVLOOP_NONBLOCK);
		side_free(&both[turns & 1]);
		sides_free(both);
	}
}

/* Two layers: as with a proxy that speaks TLS. */
static void nested(talk_fn over)
{
	struct side outer[2], inner[2];
	memset(inner, 0, sizeof inner);
	sides_start(outer, over, 0);
	for (int i = 0; i < 2; i++) {
		inner[i].is_server = i;
		side_on(&inner[i], outer[i].bev, BEV_OPT_CLOSE_ON_FREE);
		CHECK(bufferevent_enable(inner[i].bev, EV_READ | EV_WRITE) == 0);
	}
	sides_meet(inner);
	for (int i = 0; i < 2; i++)
		put_text(inner[i].bev, i ? "from the server" : "from the client");
	m_settle();
	sides_show(inner);
	sides_free(inner);
}

int main(void)
{
	m_start();
	for (int server = 0; server < 2; server++) {
		SAY("-- %s\n", server ? "server" : "client");
		state(server);
		for (int how = 0; how < 6; how++)
			for (int dirty = 0; dirty < 2; dirty++)
				end(server, how, dirty, dirty ? BEV_OPT_DEFER_CALLBACKS : 0);
		freed(server, 0);
		freed(server, BEV_OPT_CLOSE_ON_FREE);
	}
	freed_early();
	for (int way = 0; way < 3; way++) {
		SAY("-- in TLS, %s\n", m_ways[way].name);
		nested(m_ways[way].start);
	}
	return m_end();
}
