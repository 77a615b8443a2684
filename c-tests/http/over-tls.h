/* What the tests of HTTP over TLS share, whatever makes their bufferevents: a server that answers with as many bytes as the
 * path says, and a client. The test has `base`, new_tls(), which makes a bufferevent without a socket, and has_tls(). */
#ifndef HTTP_OVER_TLS_H
#define HTTP_OVER_TLS_H

#include <event2/http.h>

static ev_uint16_t port;
static int accepted, answered;

static struct bufferevent *on_connection(struct event_base *b, void *arg)
{
	accepted++;
	return new_tls(b, 1, BEV_OPT_CLOSE_ON_FREE | *(int *)arg);
}

static unsigned long sum(struct evbuffer *buf)
{
	unsigned long result = 5381;
	size_t len = evbuffer_get_length(buf);
	unsigned char *data = evbuffer_pullup(buf, -1);
	for (size_t i = 0; i < len; i++)
		result = result * 33 + data[i];
	return result & 0xffffffff;
}

static void fill(struct evbuffer *buf, size_t len)
{
	unsigned char *data = malloc(len + 1);
	for (size_t i = 0; i < len; i++)
		data[i] = (unsigned char)('a' + (i * 7 + i / 1000) % 26);
	CHECK(evbuffer_add(buf, data, len) == 0);
	free(data);
}

/* GET /N answers N bytes; POST says what it got and answers as much. */
static void on_request(struct evhttp_request *req, void *arg)
{
	struct evbuffer *body = evbuffer_new();
	struct bufferevent *bev = evhttp_connection_get_bufferevent(evhttp_request_get_connection(req));
	CHECK(has_tls(bev));
	if (evhttp_request_get_command(req) == EVHTTP_REQ_POST) {
		struct evbuffer *in = evhttp_request_get_input_buffer(req);
		SAY("[POST of %zu, %08lx] ", evbuffer_get_length(in), sum(in));
		evbuffer_add_buffer(body, in);
	} else {
		fill(body, (size_t)atol(evhttp_request_get_uri(req) + 1));
	}
	evhttp_send_reply(req, 200, "OK", body);
	evbuffer_free(body);
}

static void on_answer(struct evhttp_request *req, void *arg)
{
	answered++;
	if (!req) {
		SAY("no request\n");
		return;
	}
	SAY("%d, %zu bytes, %08lx\n", evhttp_request_get_response_code(req),
	    evbuffer_get_length(evhttp_request_get_input_buffer(req)), sum(evhttp_request_get_input_buffer(req)));
}

static void on_error(enum evhttp_request_error error, void *arg) { SAY("[error %d] ", error); }

static struct evhttp_connection *connection(int options)
{
	struct bufferevent *bev = new_tls(base, 0, BEV_OPT_CLOSE_ON_FREE | options);
	struct evhttp_connection *evcon;
	NEED(bev);
	NEED(evcon = evhttp_connection_base_bufferevent_new(base, NULL, bev, "127.0.0.1", port));
	CHECK(evhttp_connection_get_bufferevent(evcon) == bev);
	return evcon;
}

static void ask(struct evhttp_connection *evcon, enum evhttp_cmd_type how, size_t len, int close_it)
{
	struct evhttp_request *req = evhttp_request_new(on_answer, NULL);
	char uri[30];
	int before = answered;
	evhttp_request_set_error_cb(req, on_error);
	evhttp_add_header(evhttp_request_get_output_headers(req), "Host", "localhost");
	if (close_it)
		evhttp_add_header(evhttp_request_get_output_headers(req), "Connection", "close");
	if (how == EVHTTP_REQ_POST)
		fill(evhttp_request_get_output_buffer(req), len);
	snprintf(uri, sizeof uri, "/%zu", len);
	CHECK(evhttp_make_request(evcon, req, how, uri) == 0);
	UNTIL(base, answered > before);
}

#endif
