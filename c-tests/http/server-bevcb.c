// run: once
// evhttp_set_bevcb: the program makes the bufferevents of new connections.
#include "serve.h"

static int filters;

static struct bufferevent *plain(struct event_base *b, void *arg)
{
	SAY("[new %s] ", (const char *)arg);
	CHECK(b == base);
	return bufferevent_socket_new(b, -1, BEV_OPT_CLOSE_ON_FREE);
}

static struct bufferevent *leaves_socket(struct event_base *b, void *arg)
{
	return bufferevent_socket_new(b, -1, 0);
}

static struct bufferevent *none(struct event_base *b, void *arg)
{
	SAY("[none] ");
	return NULL;
}

static char swapped(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? c ^ 32 : c;
}

static enum bufferevent_filter_result swap_case(struct evbuffer *src, struct evbuffer *dst, ev_ssize_t limit,
    enum bufferevent_flush_mode mode, void *arg)
{
	char c;
	while (evbuffer_remove(src, &c, 1) == 1) {
		c = swapped(c);
		evbuffer_add(dst, &c, 1);
	}
	filters++;
	return BEV_OK;
}

static struct bufferevent *filtered(struct event_base *b, void *arg)
{
	return bufferevent_filter_new(bufferevent_socket_new(b, -1, BEV_OPT_CLOSE_ON_FREE), swap_case, swap_case,
	    BEV_OPT_CLOSE_ON_FREE, NULL, NULL);
}

REQUEST(look)
{
	struct bufferevent *bev = evhttp_connection_get_bufferevent(evhttp_request_get_connection(req));
	SAY("[%s, fd %d, base %d] ", bufferevent_get_underlying(bev) ? "filter" : "socket", bufferevent_getfd(bev) >= 0,
	    bufferevent_get_base(bev) == base);
	reply_text(req, 200, "OK", "ok");
}

int main(void)
{
	static struct bufferevent *(*const makers[])(struct event_base *, void *) = { plain, leaves_socket, none };

	serve(look, NULL);
	for (size_t i = 0; i < COUNT(makers); i++) {
		evhttp_set_bevcb(http, makers[i], "arg");
		PIECES("GET / " V11, "GET / " V11);
		PIECES("GET / HTTP/1.0\r\n\r\n");
	}
	evhttp_set_bevcb(http, NULL, NULL);
	PIECES("GET / " V11);
	evhttp_set_bevcb(http, filtered, NULL);
	int fd = client();
	puts_to(fd, "get / http/1.1\r\n\r\n");
	come(fd);
	for (size_t i = 0; i < answer_len; i++)
		answer[i] = swapped(answer[i]);
	answer_len = without_dates(answer, answer_len);
	SAY("%s\n", visible(answer, answer_len));
	CHECK(filters > 0);
	close(fd);

	/* A virtual host's is not asked. */
	struct evhttp *v = evhttp_new(base);
	evhttp_set_gencb(v, look, NULL);
	evhttp_set_bevcb(v, none, NULL);
	evhttp_set_bevcb(http, plain, "main");
	CHECK(evhttp_add_virtual_host(http, "v", v) == 0);
	PIECES("GET / HTTP/1.1\r\nHost: v" END);
	stop_serving();
	return t_result();
}
