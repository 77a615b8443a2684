// A server accepts, says something or nothing, and closes, all before the loop runs: CONNECTED, the data and the
// end come in this order.
#include "bufferevent/kit.h"

static struct event_base *base;
static int ended;

static void on_event(struct bufferevent *bev, short what, void *name)
{
	SAY("%s: event %s\n", (const char *)name, b_what(what));
	ended += (what & BEV_EVENT_EOF) != 0;
}

static void run(int options, const char *text)
{
	struct sockaddr_in sin;
	int listener = tcp_listen(&sin), far;
	struct bufferevent *bev = bufferevent_socket_new(base, -1, options | BEV_OPT_CLOSE_ON_FREE);
	SAY("options %#x, \"%s\"\n", options, text);
	ended = 0;
	bufferevent_setcb(bev, say_read, NULL, on_event, " bev");
	bufferevent_enable(bev, EV_READ);
	CHECK(bufferevent_socket_connect(bev, (struct sockaddr *)&sin, sizeof sin) == 0);
	far = tcp_accept(listener);
	if (*text)
		fd_put(far, text);
	close(far);
	UNTIL(base, ended);
	settle(base);
	bufferevent_free(bev);
	close(listener);
}

int main(void)
{
	base = event_base_new();
	run(0, "");
	run(0, "text");
	run(BEV_OPT_DEFER_CALLBACKS, "");
	run(BEV_OPT_DEFER_CALLBACKS, "text");
	event_base_free(base);
	return t_result();
}
