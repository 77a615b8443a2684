// run: once
// on: ours
// libs: -levent_mbedtls -lmbedtls -lmbedx509 -lmbedcrypto
// An HTTP server and HTTP clients over Mbed TLS: GET and POST of several sizes, one connection for several requests,
// connections that are closed, a client that speaks no TLS, and a server that is not there.
#include "mbedtls/mbed.h"

#include <event2/http.h>

static ev_uint16_t port;
static int accepted, answered;

static struct bufferevent *on_connection(struct event_base *b, void *arg)
{
	accepted++;
	return bufferevent_mbedtls_socket_new(b, -1, m_context(1), BUFFEREVENT_SSL_ACCEPTING,
	    BEV_OPT_CLOSE_ON_FREE | *(int *)arg);
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
	CHECK(bufferevent_mbedtls_get_ssl(bev) != NULL);
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
	struct bufferevent *bev = bufferevent_mbedtls_socket_new(base, -1, m_context(0), BUFFEREVENT_SSL_CONNECTING,
	    BEV_OPT_CLOSE_ON_FREE | options);
	struct evhttp_connection *evcon;
	NEED(bev);
	NEED(evcon = evhttp_connection_base_bufferevent_new(base, NULL, bev, "127.0.0.1", port));
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

static const size_t sizes[] = { 0, 1, 1000, 16384, 300000 };
#define SIZES (sizeof sizes / sizeof *sizes)

static void keep_alive(int options)
{
	struct evhttp_connection *evcon = connection(options);
	int before = accepted;
	SAY("keep alive\n");
	for (size_t i = 0; i < SIZES; i++)
		for (int post = 0; post < 2; post++)
			ask(evcon, post ? EVHTTP_REQ_POST : EVHTTP_REQ_GET, sizes[i], 0);
	SAY("%d connection\n", accepted - before);
	evhttp_connection_free(evcon);
	m_settle();
}

static void closing(int options)
{
	int before = accepted;
	SAY("close\n");
	for (size_t i = 0; i < SIZES; i++) {
		struct evhttp_connection *evcon = connection(options);
		ask(evcon, i & 1 ? EVHTTP_REQ_POST : EVHTTP_REQ_GET, sizes[i], 1);
		evhttp_connection_free(evcon);
		m_settle();
	}
	SAY("%d connections\n", accepted - before);
}

/* A client without TLS is sent away. */
static void no_tls(void)
{
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_port = htons(port) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), before = accepted;
	char data[100];
	ssize_t n;
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	CHECK(connect(fd, (struct sockaddr *)&sin, sizeof sin) == 0);
	fd_put(fd, "GET / HTTP/1.0\r\n\r\n");
	UNTIL(base, accepted > before);
	do {
		CHECK(event_base_loop(base, EVLOOP_NONBLOCK) >= 0);
		sleep_ms(1);
		n = recv(fd, data, sizeof data, MSG_DONTWAIT);
	} while (n > 0 || (n < 0 && errno == EAGAIN));
	SAY("no TLS: closed\n");
	close(fd);
	m_settle();
}

int main(void)
{
	static int options[] = { 0, BEV_OPT_DEFER_CALLBACKS };
	m_start();
	for (int defer = 0; defer < 2; defer++) {
		struct evhttp *http = evhttp_new(base);
		struct evhttp_connection *evcon;
		struct evhttp_bound_socket *bound;
		struct sockaddr_in sin;
		socklen_t len = sizeof sin;
		SAY("-- %s\n", defer ? "deferred" : "at once");
		evhttp_set_bevcb(http, on_connection, &options[defer]);
		evhttp_set_gencb(http, on_request, NULL);
		NEED(bound = evhttp_bind_socket_with_handle(http, "127.0.0.1", 0));
		NEED(getsockname(evhttp_bound_socket_get_fd(bound), (struct sockaddr *)&sin, &len) == 0);
		port = ntohs(sin.sin_port);
		keep_alive(options[defer]);
		closing(options[defer]);
		no_tls();
		evhttp_free(http);
		m_settle();
		SAY("server gone\n");
		evcon = connection(options[defer]);
		ask(evcon, EVHTTP_REQ_GET, 5, 0);
		evhttp_connection_free(evcon);
		m_settle();
	}
	return m_end();
}
