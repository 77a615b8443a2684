// run: once
// libs: -levent_openssl -lssl -lcrypto
// Who shakes hands when not all is enabled. On a socket, bufferevent_disable(EV_WRITE) stops it until writing is
// enabled. What is not enabled afterwards waits: data that has arrived, and output.
#include "ssl/ssl.h"

static struct event_base *base;

static const struct { const char *name; short enable, disable; } kinds[] = {
	{ "as made", 0, 0 },
	{ "reading", EV_READ, EV_WRITE },
	{ "writing", EV_WRITE, EV_READ },
	{ "nothing", 0, EV_READ | EV_WRITE },
	{ "both", EV_READ | EV_WRITE, 0 },
};

static void set(struct side *s, int kind)
{
	CHECK(bufferevent_enable(s->bev, kinds[kind].enable) == 0);
	CHECK(bufferevent_disable(s->bev, kinds[kind].disable) == 0);
}

static void run(int kind, int filter, int options)
{
	struct side both[2];
	int fd[2];
	sides_init(both);
	t_pair(fd);
	for (int i = 0; i < 2; i++) {
		struct side *s = &both[i];
		s->ssl = ssl_new(i);
		s->bev = filter ?
		    bufferevent_openssl_filter_new(base, bufferevent_socket_new(base, fd[i], options), s->ssl,
			SSL_START(i), options) :
		    bufferevent_openssl_socket_new(base, fd[i], s->ssl, SSL_START(i), options);
		b_log(s->bev, &s->log, i ? "server" : "client");
		set(s, kind);
	}
	sides_show(both);
	ssl_settle(base);
	sides_show(both);
	for (int i = 0; i < 2; i++)
		put_text(both[i].bev, "early");
	ssl_settle(base);
	sides_show(both);
	SAY("all enabled\n");
	for (int i = 0; i < 2; i++)
		CHECK(bufferevent_enable(both[i].bev, EV_READ | EV_WRITE) == 0);
	ssl_settle(base);
	sides_show(both);
	sides_free(both, base);
}

/* Changed inside the callback that tells of the handshake. */
static int inside;

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	struct side *s = arg;
	log_event(bev, what, &s->log);
	if (what & BEV_EVENT_CONNECTED) {
		put_text(bev, "inside");
		set(s, inside);
	}
}

static void run_inside(talk_fn over, int kind, int options)
{
	struct side both[2];
	inside = kind;
	sides_init(both);
	over(both, base, options);
	for (int i = 0; i < 2; i++)
		bufferevent_setcb(both[i].bev, NULL, NULL, on_event, &both[i]);
	ssl_settle(base);
	sides_show(both);
	sides_free(both, base);
}

int main(void)
{
	base = event_base_new();
	for (int v = 0; v < 2; v++)
		for (int kind = 0; kind < 5; kind++) {
			ssl_start(ssl_versions[v]);
			SAY("-- %s, sockets, %s\n", ssl_version_name(ssl_versions[v]), kinds[kind].name);
			run(kind, 0, BEV_OPT_CLOSE_ON_FREE);
			SAY("deferred\n");
			run(kind, 0, BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS);
			SAY("inside\n");
			run_inside(over_sockets, kind, BEV_OPT_CLOSE_ON_FREE);
			SAY("inside, deferred\n");
			run_inside(over_sockets, kind, BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS);
			SAY("-- %s, filters, %s\n", ssl_version_name(ssl_versions[v]), kinds[kind].name);
			run(kind, 1, BEV_OPT_CLOSE_ON_FREE);
			SAY("inside\n");
			run_inside(over_filters, kind, BEV_OPT_CLOSE_ON_FREE);
		}
	event_base_free(base);
	return t_result();
}
