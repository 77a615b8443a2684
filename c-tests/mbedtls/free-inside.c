// run: once
// on: ours
// libs: -levent_mbedtls -lmbedtls -lmbedx509 -lmbedcrypto
// Freed inside each callback: nothing is called after that, and the other side sees the end.
#include "mbedtls/mbed.h"

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
	sides_start(both, over, options);
	where = callback;
	done = 0;
	bufferevent_setcb(both[who].bev, on_read, on_write, on_event, NULL);
	m_settle();
	for (int i = 0; i < 2; i++)
		if (both[i].bev)
			put_text(both[i].bev, "text");
	m_settle();
	if (both[who].bev) {
		/* The farewell of the other side, behind the library's back; or an end without one. */
		if (!strcmp(callback, "end")) {
			CHECK(mbedtls_ssl_close_notify(both[!who].context) == 0);
		} else {
			bufferevent_free(both[!who].bev);
			both[!who].bev = NULL;
		}
		m_settle();
	}
	SAY("%s: %s, ", callback, done ? "called" : "not called");
	b_show(&both[!who].log, NULL);
	sides_free(both);
}

int main(void)
{
	static const int options[] = { 0, BEV_OPT_DEFER_CALLBACKS };
	static const char *const callbacks[] = { "connected", "read", "written", "end", "error" };
	m_start();
	for (int way = 0; way < 3; way++)
		for (who = 0; who < 2; who++) {
			int o = who ^ (way & 1);
			SAY("-- %s, %s, options %d\n", m_ways[way].name, who ? "server" : "client", options[o]);
			for (int c = 0; c < 5; c++)
				run(m_ways[way].start, callbacks[c], options[o]);
		}
	return m_end();
}
