// run: once
// bufferevent_trigger within callbacks: at once it nests, deferred it comes after. For pairs it is always deferred,
// for filters as they were made.
#include "bufferevent/kit.h"

static struct event_base *base;
static int depth, left, options;

static void on_read(struct bufferevent *bev, void *arg)
{
	depth++;
	SAY(" depth %d\n", depth);
	if (left-- > 0)
		bufferevent_trigger(bev, EV_READ, options);
	depth--;
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	depth++;
	SAY(" event %s, depth %d\n", b_what(what), depth);
	if (left-- > 0)
		bufferevent_trigger_event(bev, BEV_EVENT_EOF, options);
	depth--;
}

static void run(const char *name, struct bufferevent *bev)
{
	bufferevent_setcb(bev, on_read, NULL, on_event, NULL);
	for (int deferred = 0; deferred < 2; deferred++) {
		options = deferred ? BEV_TRIG_DEFER_CALLBACKS : 0;
		SAY("%s%s\n", name, deferred ? ", deferred" : "");
		left = 2;
		bufferevent_trigger(bev, EV_READ, options);
		SAY(" (loop)\n");
		settle(base);
		left = 2;
		bufferevent_trigger_event(bev, BEV_EVENT_ERROR, options);
		SAY(" (loop)\n");
		settle(base);
	}
}

int main(void)
{
	struct bufferevent *sock, *pair[2], *filter;
	base = event_base_new();
	sock = bufferevent_socket_new(base, -1, 0);
	run("socket", sock);
	bufferevent_free(sock);
	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	run("pair", pair[0]);
	filter = bufferevent_filter_new(pair[1], NULL, NULL, BEV_OPT_CLOSE_ON_FREE, NULL, NULL);
	run("filter", filter);
	bufferevent_free(filter);
	bufferevent_free(pair[0]);
	event_base_free(base);
	return t_result();
}
