// run: once
// libs: -levent_openssl -lssl -lcrypto
// SSL on deferred filters that change every byte, and SSL inside SSL: hands are shaken, data goes both ways, also much of it,
// and what is freed on top frees what is below.
#include "ssl/ssl.h"

static struct event_base *base;

static enum bufferevent_filter_result turn(struct evbuffer *src, struct evbuffer *dst, ev_ssize_t limit,
    enum bufferevent_flush_mode mode, void *arg)
{
	char c;
	if (!evbuffer_get_length(src))
		return BEV_NEED_MORE;
	while (evbuffer_remove(src, &c, 1) == 1) {
		c ^= 0x55;
		evbuffer_add(dst, &c, 1);
	}
	return BEV_OK;
}

static void over_turned(struct side both[2], int options)
{
	int fd[2];
	t_pair(fd);
	for (int i = 0; i < 2; i++)
		side_on(&both[i], base, bufferevent_filter_new(bufferevent_socket_new(base, fd[i], options), turn, turn,
		    options | BEV_OPT_DEFER_CALLBACKS, NULL, NULL), options);
}

static void over_ssl(struct side both[2], int options)
{
	int fd[2];
	t_pair(fd);
	for (int i = 0; i < 2; i++)
		side_on(&both[i], base, bufferevent_openssl_socket_new(base, fd[i], ssl_new(i), SSL_START(i), options),
		    options);
}

static void run(int kind, int options)
{
	static char bulk[300000];
	struct side both[2];
	int before = ssl_freed, fd;
	sides_init(both);
	(kind ? over_ssl : over_turned)(both, options);
	ssl_settle(base);
	sides_show(both);
	put_text(both[0].bev, "question");
	ssl_settle(base);
	put_text(both[1].bev, "answer");
	ssl_settle(base);
	sides_show(both);
	for (int i = 0; i < 2; i++) {
		bufferevent_setcb(both[i].bev, NULL, NULL, log_ssl_event, &both[i].log);
		CHECK(bufferevent_write(both[i].bev, bulk, sizeof bulk) == 0);
	}
	UNTIL(base, (evbuffer_get_length(bufferevent_get_input(both[0].bev)) == sizeof bulk &&
	    evbuffer_get_length(bufferevent_get_input(both[1].bev)) == sizeof bulk) || both[0].log.text[0]);
	ssl_settle(base);
	sides_show(both);
	fd = bufferevent_getfd(both[0].bev);
	for (int i = 0; i < 2; i++)
		bufferevent_free(both[i].bev);
	ssl_settle(base);
	SAY("SSL freed %d, socket %s\n", ssl_freed - before, fd_open(fd) ? "open" : "closed");
}

int main(void)
{
	base = event_base_new();
	for (int v = 0; v < 2; v++)
		for (int kind = 0; kind < 2; kind++)
			for (int defer = 0; defer < 2; defer++) {
				ssl_start(ssl_versions[v]);
				SAY("-- %s, %s%s\n", ssl_version_name(ssl_versions[v]), kind ? "SSL in SSL" : "filters",
				    defer ? ", deferred" : "");
				run(kind, BEV_OPT_CLOSE_ON_FREE | (defer ? BEV_OPT_DEFER_CALLBACKS : 0));
			}
	event_base_free(base);
	return t_result();
}
