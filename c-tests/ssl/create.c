// run: once
// libs: -levent_openssl -lssl -lcrypto
// What a new SSL bufferevent says of itself, what its SSL gets, and what becomes of socket and SSL when it is freed, with
// and without BEV_OPT_CLOSE_ON_FREE.
#include "ssl/ssl.h"

#include <event2/thread.h>

static struct event_base *base;

static const struct { const char *name; int options; } options[] = {
	{ "none", 0 },
	{ "close", BEV_OPT_CLOSE_ON_FREE },
	{ "deferred", BEV_OPT_DEFER_CALLBACKS },
	{ "threadsafe, close", BEV_OPT_THREADSAFE | BEV_OPT_CLOSE_ON_FREE },
	{ "all", BEV_OPT_THREADSAFE | BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS | BEV_OPT_UNLOCK_CALLBACKS },
};
static const char *const states[] = { "open", "connecting", "accepting" };

static void say_fd(const char *name, evutil_socket_t fd, evutil_socket_t known)
{
	SAY("%s %s\n", name, fd == -1 ? "-1" : fd == known ? "the socket" : "another");
}

static void look(struct bufferevent *bev, SSL *ssl, evutil_socket_t fd)
{
	size_t low, high;
	CHECK(bufferevent_openssl_get_ssl(bev) == ssl);
	CHECK(bufferevent_get_base(bev) == base);
	say_fd("fd", bufferevent_getfd(bev), fd);
	SAY("enabled %s, dirty %d, error %lu, priority %d\n", t_what(bufferevent_get_enabled(bev)),
	    bufferevent_openssl_get_allow_dirty_shutdown(bev), bufferevent_get_openssl_error(bev),
	    bufferevent_get_priority(bev));
	SAY("underlying %s\n", bufferevent_get_underlying(bev) ? "there" : "none");
	for (int i = 0; i < 2; i++) {
		CHECK(bufferevent_getwatermark(bev, i ? EV_WRITE : EV_READ, &low, &high) == 0);
		SAY("marks %zu %zu, ", low, high);
	}
	SAY("single %zd %zd\n", (ssize_t)bufferevent_get_max_single_read(bev),
	    (ssize_t)bufferevent_get_max_single_write(bev));
	SAY("SSL: %s, in state %s\n", SSL_is_server(ssl) ? "server" : "client",
	    SSL_in_before(ssl) ? "before" : SSL_in_init(ssl) ? "init" : "other");
	SAY("BIOs: %s", SSL_get_rbio(ssl) ? BIO_method_name(SSL_get_rbio(ssl)) : "none");
	SAY(" %s\n", SSL_get_rbio(ssl) == SSL_get_wbio(ssl) ? "for both" : "and another");
	if (SSL_get_rbio(ssl))
		say_fd("SSL_get_fd", SSL_get_fd(ssl), fd);
}

/* Where the socket is: with the bufferevent, without any, or in SSL already. */
enum { SOCKET, NO_SOCKET, IN_SSL, BOTH };
static const char *const places[] = { "a socket", "no socket", "a socket in SSL", "both the same" };

static void create(int state, int option, int place)
{
	int fd[2], before = ssl_freed;
	SSL *ssl = SSL_new(state == BUFFEREVENT_SSL_ACCEPTING ? server_ctx : client_ctx);
	struct bufferevent *bev;
	SAY("-- %s, options %s, %s\n", states[state], options[option].name, places[place]);
	t_pair(fd);
	if (place >= IN_SSL) {
		/* So that SSL does not close it, and it is clear who does. */
		BIO *bio = BIO_new_socket(fd[0], BIO_NOCLOSE);
		SSL_set_bio(ssl, bio, bio);
	}
	if (state == BUFFEREVENT_SSL_OPEN)
		SSL_set_connect_state(ssl);
	bev = bufferevent_openssl_socket_new(base, place == SOCKET || place == BOTH ? fd[0] : -1, ssl, (enum bufferevent_ssl_state)state,
	    options[option].options);
	if (!bev) {
		SAY("refused, SSL freed %d\n", ssl_freed - before);
		SSL_free(ssl);
		close(fd[0]);
		close(fd[1]);
		return;
	}
	look(bev, ssl, fd[0]);
	bufferevent_free(bev);
	SAY("on return: SSL freed %d, socket %s\n", ssl_freed - before, fd_open(fd[0]) ? "open" : "closed");
	ssl_settle(base);
	SAY("later: SSL freed %d, socket %s\n", ssl_freed - before, fd_open(fd[0]) ? "open" : "closed");
	if (ssl_freed == before) {
		SSL_free(ssl);
		SAY("then: socket %s\n", fd_open(fd[0]) ? "open" : "closed");
	}
	if (fd_open(fd[0]))
		close(fd[0]);
	close(fd[1]);
}

int main(void)
{
	evthread_use_pthreads();
	base = event_base_new();
	ssl_start(0);
	for (int state = 0; state < 3; state++)
		for (int place = 0; place < 4; place++)
			for (int option = 0; option < 5; option++)
				create(state, option, place);
	event_base_free(base);
	return t_result();
}
