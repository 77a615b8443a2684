// run: epoll
// libs: -levent_openssl -lssl -lcrypto
// The same with TLS.
#include "ssl/ssl.h"

static struct bufferevent *new_tls(struct event_base *base, evutil_socket_t fd, int options, int is_server)
{
	if (!client_ctx)
		ssl_start(TLS1_3_VERSION);
	return bufferevent_openssl_socket_new(base, fd, ssl_new(is_server),
	    is_server ? BUFFEREVENT_SSL_ACCEPTING : BUFFEREVENT_SSL_CONNECTING, options);
}
#define NEW_BUFFEREVENT(base, fd, options, is_server) new_tls(base, fd, options, is_server)
#include "echo.c"
