// run: once
// on: ours
// libs: -levent_mbedtls -lmbedtls -lmbedx509 -lmbedcrypto
// An HTTP server and HTTP clients over Mbed TLS: GET and POST of several sizes, one connection for several requests,
// connections that are closed, a client that speaks no TLS, and a server that is not there.
#include "mbedtls/mbed.h"

static struct bufferevent *new_tls(struct event_base *b, int is_server, int options)
{
	return bufferevent_mbedtls_socket_new(b, -1, m_context(is_server),
	    is_server ? BUFFEREVENT_SSL_ACCEPTING : BUFFEREVENT_SSL_CONNECTING, options);
}

static int has_tls(struct bufferevent *bev) { return bufferevent_mbedtls_get_ssl(bev) != NULL; }

#include "http/over-tls.h"

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
