// run: once
// libs: -levent_openssl -lssl -lcrypto
// An HTTP server and HTTP clients on SSL bufferevents: GET and POST of several sizes, one connection for several requests,
// connections that are closed, a client that speaks no TLS, and a server that is not there.
#include "ssl/ssl.h"

static struct event_base *base;

static struct bufferevent *new_tls(struct event_base *b, int is_server, int options)
{
	return bufferevent_openssl_socket_new(b, -1, ssl_new(is_server),
	    is_server ? BUFFEREVENT_SSL_ACCEPTING : BUFFEREVENT_SSL_CONNECTING, options);
}

static int has_tls(struct bufferevent *bev) { return bufferevent_openssl_get_ssl(bev) != NULL; }

#include "http/over-tls.h"

static const size_t sizes[] = { 0, 1, 1000, 16384, 50000, 1000000 };

static void keep_alive(int options)
{
	struct evhttp_connection *evcon = connection(options);
	int before = accepted;
	SAY("keep alive\n");
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		ask(evcon, EVHTTP_REQ_GET, sizes[i], 0);
		ask(evcon, EVHTTP_REQ_POST, sizes[i], 0);
	}
	SAY("%d connection\n", accepted - before);
	evhttp_connection_free(evcon);
	ssl_settle(base);
}

static void closing(int options)
{
	int before = accepted, freed = ssl_freed;
	SAY("close\n");
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		for (int post = 0; post < 2; post++) {
			struct evhttp_connection *evcon = connection(options);
			ask(evcon, post ? EVHTTP_REQ_POST : EVHTTP_REQ_GET, sizes[i], 1);
			evhttp_connection_free(evcon);
			ssl_settle(base);
		}
	SAY("%d connections, %d SSL freed\n", accepted - before, ssl_freed - freed);
}

/* A client that is driven by hand. */
static void by_hand(const char *request, int farewell)
{
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_port = htons(port) };
	struct raw peer;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	const char *text = "";
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	CHECK(connect(fd, (struct sockaddr *)&sin, sizeof sin) == 0);
	evutil_make_socket_nonblocking(fd);
	raw_init(&peer, 0, fd);
	raw_meet(&peer, base);
	raw_put(&peer, request);
	if (farewell)
		SSL_shutdown(peer.ssl);
	raw_send(&peer);
	ssl_settle(base);
	sleep_ms(50);
	ssl_settle(base);
	text = raw_get(&peer);
	SAY("by hand: %.*s\n", (int)strcspn(text, "\r\n"), text);
	raw_free(&peer);
	ssl_settle(base);
}

/* A client without TLS. */
static void no_tls(void)
{
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_port = htons(port) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), before = ssl_freed;
	const char *text;
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	CHECK(connect(fd, (struct sockaddr *)&sin, sizeof sin) == 0);
	fd_put(fd, "GET / HTTP/1.0\r\n\r\n");
	for (int i = 0; i < 5; i++)
		ssl_settle(base);
	text = fd_get(fd);
	SAY("no TLS: closed %s, SSL freed %d\n", strchr(text, '<') ? "yes" : "no", ssl_freed - before);
	close(fd);
	ssl_settle(base);
}

int main(void)
{
	static int options[] = { 0, BEV_OPT_DEFER_CALLBACKS };
	base = event_base_new();
	for (int v = 0; v < 2; v++)
		for (int defer = 0; defer < 2; defer++) {
			struct evhttp *http = evhttp_new(base);
			struct sockaddr_in sin;
			socklen_t len = sizeof sin;
			struct evhttp_bound_socket *bound;
			SAY("-- %s%s\n", ssl_version_name(ssl_versions[v]), defer ? ", deferred" : "");
			ssl_start(ssl_versions[v]);
			evhttp_set_bevcb(http, on_connection, &options[defer]);
			evhttp_set_gencb(http, on_request, NULL);
			bound = evhttp_bind_socket_with_handle(http, "127.0.0.1", 0);
			NEED(bound);
			NEED(getsockname(evhttp_bound_socket_get_fd(bound), (struct sockaddr *)&sin, &len) == 0);
			port = ntohs(sin.sin_port);
			keep_alive(options[defer]);
			closing(options[defer]);
			by_hand("GET /5 HTTP/1.0\r\n\r\n", 0);
			by_hand("GET /5 HTTP/1.0\r\n\r\n", 1);
			no_tls();
			evhttp_free(http);
			ssl_settle(base);
			SAY("server gone\n");
			{
				struct evhttp_connection *evcon = connection(options[defer]);
				ask(evcon, EVHTTP_REQ_GET, 5, 0);
				evhttp_connection_free(evcon);
				ssl_settle(base);
			}
		}
	event_base_free(base);
	return t_result();
}
