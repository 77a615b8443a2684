// on: ours
// A new handshake is asked for inside each callback, and the connection freed in the CONNECTED that ends it. One asked
// for in each CONNECTED leads to the next, and data goes on.
#include "tls/kit.h"

static struct event_base *base;
static struct side both[2];
static const char *where;
static int asked, connected, again;

static void ask_in(struct bufferevent *bev, const char *here)
{
	if (strcmp(here, where) || asked)
		return;
	asked = 1;
	CHECK(bufferevent_tls_renegotiate(bev) == 0);
}

static void on_read(struct bufferevent *bev, void *arg)
{
	b_text(bufferevent_get_input(bev));
	ask_in(bev, "read");
}

static void on_write(struct bufferevent *bev, void *arg) { ask_in(bev, "written"); }

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	CHECK(same(b_what(what), "CONNECTED"));
	connected++;
	if (asked && !again) {
		both[0].bev = NULL;
		bufferevent_free(bev);
	} else if (again && connected < 5) {
		CHECK(bufferevent_tls_renegotiate(bev) == 0);
	} else {
		ask_in(bev, "connected");
	}
}

static void run(talk_fn over, const char *callback, int options)
{
	sides_init(both);
	over(both, base, options | BEV_OPT_CLOSE_ON_FREE);
	where = callback;
	asked = connected = 0;
	bufferevent_setcb(both[0].bev, on_read, on_write, on_event, NULL);
	put_text(both[0].bev, "text");
	put_text(both[1].bev, "text");
	for (int i = 0; i < 5; i++)
		settle(base);
	if (again) {
		CHECK(connected == 5 && both[1].toy.hellos == 5);
		/* The order of the two is not told. */
		CHECK(strstr(both[1].log.text, " written") && strstr(both[1].log.text, " read \"text\""));
		CHECK(strlen(both[1].log.text) == strlen(" event CONNECTED written read \"text\""));
	} else {
		CHECK(connected == 2 && !both[0].bev && both[0].toy.calls.free == 1);
	}
	sides_free(both, base);
}

int main(void)
{
	static const int options[] = { 0, BEV_OPT_DEFER_CALLBACKS, BEV_OPT_DEFER_CALLBACKS | BEV_OPT_UNLOCK_CALLBACKS };
	static const char *const callbacks[] = { "connected", "read", "written" };
	signal(SIGPIPE, SIG_IGN); /* one side goes while the other writes */
	base = event_base_new();
	for (int i = 0; i < 3; i++) {
		for (int j = 0; j < 3; j++) {
			run(sides_over_sockets, callbacks[j], options[i]);
			run(sides_over_filters, callbacks[j], options[i]);
		}
		again = 1;
		run(sides_over_sockets, "", options[i]);
		run(sides_over_filters, "", options[i]);
		again = 0;
	}
	event_base_free(base);
	return t_result();
}
