// run: once
// libs: -levent_openssl -lssl -lcrypto
// Freed inside each callback: nothing is called after that, SSL is freed once, and the other side sees the end.
#include "ssl/ssl.h"

static struct event_base *base;
static struct side both[2];
static const char *where;
static int who, done;

static void end_it(struct bufferevent *bev, const char *here)
{
	if (bev != both[who].bev)
		return;
	CHECK(!done);
	if (strcmp(here, where))
		return;
	done = 1;
	both[who].bev = NULL;
	bufferevent_free(bev);
}

static void on_read(struct bufferevent *bev, void *arg)
{
	b_text(bufferevent_get_input(bev));
	end_it(bev, "read");
}

static void on_write(struct bufferevent *bev, void *arg) { end_it(bev, "written"); }

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	end_it(bev, what & BEV_EVENT_CONNECTED ? "connected" : what & BEV_EVENT_EOF ? "end" : "error");
}

static void run(talk_fn over, const char *callback, int options)
{
	int before = ssl_freed;
	sides_init(both);
	over(both, base, options | BEV_OPT_CLOSE_ON_FREE);
	where = callback;
	done = 0;
	bufferevent_setcb(both[who].bev, on_read, on_write, on_event, NULL);
	bufferevent_setcb(both[!who].bev, NULL, NULL, NULL, NULL);
	ssl_settle(base);
	for (int i = 0; i < 2; i++)
		if (both[i].bev)
			put_text(both[i].bev, "text");
	ssl_settle(base);
	if (both[who].bev) {
		/* The farewell of the other side, or an error that it sends, behind the library's back. */
		SSL *other = both[!who].ssl;
		if (!strcmp(callback, "end"))
			SSL_shutdown(other);
		else
			bufferevent_free(both[!who].bev), both[!who].bev = NULL;
		ssl_settle(base);
	}
	SAY("%s: %s, freed %d\n", callback, done ? "called" : "not called", ssl_freed - before);
	sides_free(both, base);
	CHECK(ssl_freed == before + 2);
}

int main(void)
{
	static const int options[] = { 0, BEV_OPT_DEFER_CALLBACKS, BEV_OPT_DEFER_CALLBACKS | BEV_OPT_UNLOCK_CALLBACKS };
	static const char *const callbacks[] = { "connected", "read", "written", "end", "error" };
	base = event_base_new();
	for (int v = 0; v < 2; v++) {
		ssl_start(ssl_versions[v]);
		for (int way = 0; way < 4; way++)
			for (who = 0; who < 2; who++)
				for (int o = 0; o < 3; o++) {
					SAY("-- %s, %s, %s, options %d\n", ssl_version_name(ssl_versions[v]),
					    ssl_ways[way].name, who ? "server" : "client", options[o]);
					for (int c = 0; c < 5; c++)
						run(ssl_ways[way].start, callbacks[c], options[o]);
				}
	}
	event_base_free(base);
	return t_result();
}
