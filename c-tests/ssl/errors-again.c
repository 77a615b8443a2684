// run: once
// libs: -levent_openssl -lssl -lcrypto
// A connection has failed, or has ended, and the program goes on: it enables, writes, frees later. What it is told.
#include "ssl/ssl.h"

static struct event_base *base;
static struct side side;
static struct raw peer;

static void again(void)
{
	SAY("told: ");
	side_show(&side);
	for (int i = 0; i < 2; i++) {
		CHECK(bufferevent_enable(side.bev, EV_READ) == 0);
		ssl_settle(base);
		SAY("reading enabled: ");
		side_show(&side);
		CHECK(bufferevent_enable(side.bev, EV_WRITE) == 0);
		ssl_settle(base);
		SAY("writing enabled: ");
		side_show(&side);
	}
	put_text(side.bev, "text");
	ssl_settle(base);
	SAY("written: ");
	side_show(&side);
	for (int i = 0; i < 2; i++) {
		CHECK(bufferevent_enable(side.bev, EV_WRITE) == 0);
		ssl_settle(base);
		SAY("writing enabled: ");
		side_show(&side);
	}
	CHECK(bufferevent_disable(side.bev, EV_READ | EV_WRITE) == 0);
	CHECK(bufferevent_enable(side.bev, EV_READ | EV_WRITE) == 0);
	ssl_settle(base);
	SAY("all enabled anew: ");
	side_show(&side);
}

int main(void)
{
	static const char *const cases[] = { "handshake", "garbage", "close", "half close", "farewell", "farewell, close" };
	base = event_base_new();
	for (int v = 0; v < 2; v++)
		for (int server = 0; server < 2; server++)
			for (int dirty = 0; dirty < 2; dirty++)
				for (int how = 0; how < 6; how++) {
					SAY("-- %s, %s, dirty %d, %s\n", ssl_version_name(ssl_versions[v]),
					    server ? "server" : "client", dirty, cases[how]);
					ssl_start(ssl_versions[v]);
					side_and_raw(&side, server, &peer, base, BEV_OPT_CLOSE_ON_FREE);
					bufferevent_openssl_set_allow_dirty_shutdown(side.bev, dirty);
					if (how > 0)
						side_meet(&side, &peer, base);
					if (how <= 1)
						fd_put(peer.fd, "this is no TLS at all");
					if (how >= 4)
						raw_farewell(&peer);
					if (how == 2 || how == 5) {
						raw_receive(&peer);
						close(peer.fd);
						peer.fd = -1;
					}
					if (how == 3)
						shutdown(peer.fd, SHUT_WR);
					ssl_settle(base);
					again();
					side_free(&side, &peer, base);
				}
	event_base_free(base);
	return t_result();
}
