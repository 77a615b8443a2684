// run: once
// on: ours
// Wrong arguments: NULL or -1, nothing is leaked, and TLS object and socket stay the caller's.
#include "tls/kit.h"
#include "memory/alloc.h"

static struct event_base *base;
static int fd[2];

static struct bufferevent *on_socket(const struct bufferevent_tls_provider *provider, void *tls, int state)
{
	return bufferevent_tls_socket_new(base, fd[0], provider, tls, (enum bufferevent_ssl_state)state,
	    BEV_OPT_CLOSE_ON_FREE);
}

static void constructors(struct toy *t)
{
	struct bufferevent *below = bufferevent_socket_new(base, fd[1], 0);
	struct bufferevent_tls_provider provider = toy_provider;
	long live = al.live;
	CHECK(!bufferevent_tls_socket_new(NULL, fd[0], &toy_provider, t, BUFFEREVENT_SSL_OPEN, 0));
	CHECK(!on_socket(NULL, t, BUFFEREVENT_SSL_OPEN));
	CHECK(!on_socket(&toy_provider, NULL, BUFFEREVENT_SSL_OPEN));
	CHECK(!on_socket(&toy_provider, t, 3));
	CHECK(!on_socket(&toy_provider, t, -1));
	CHECK(!bufferevent_tls_filter_new(NULL, &toy_provider, t, BUFFEREVENT_SSL_OPEN, 0));
	CHECK(!bufferevent_tls_filter_new(below, NULL, t, BUFFEREVENT_SSL_OPEN, 0));
	CHECK(!bufferevent_tls_filter_new(below, &toy_provider, NULL, BUFFEREVENT_SSL_OPEN, 0));
	CHECK(!bufferevent_tls_filter_new(below, &toy_provider, t, (enum bufferevent_ssl_state)7, 0));
	provider.size = 8;
	CHECK(!on_socket(&provider, t, BUFFEREVENT_SSL_OPEN));
	provider = toy_provider;
	provider.handshake = NULL;
	CHECK(!on_socket(&provider, t, BUFFEREVENT_SSL_OPEN));
	provider = toy_provider;
	provider.read = NULL;
	CHECK(!on_socket(&provider, t, BUFFEREVENT_SSL_OPEN));
	provider = toy_provider;
	provider.write = NULL;
	CHECK(!on_socket(&provider, t, BUFFEREVENT_SSL_OPEN));
	provider = toy_provider;
	provider.set_fd = NULL;
	CHECK(!on_socket(&provider, t, BUFFEREVENT_SSL_OPEN));
	provider.set_underlying = NULL;
	CHECK(!bufferevent_tls_filter_new(below, &provider, t, BUFFEREVENT_SSL_OPEN, 0));
	CHECK(al.live == live);
	CHECK(fd_open(fd[0]) && t->calls.free == 0);
	bufferevent_free(below);
	settle(base);
}

static void functions(struct bufferevent *plain)
{
	CHECK(bufferevent_tls_get_object(NULL, &toy_provider) == NULL);
	CHECK(bufferevent_tls_get_object(plain, &toy_provider) == NULL);
	CHECK(bufferevent_tls_get_error(NULL) == 0 && bufferevent_tls_get_error(plain) == 0);
	CHECK(bufferevent_tls_renegotiate(NULL) == -1 && bufferevent_tls_renegotiate(plain) == -1);
	CHECK(bufferevent_tls_get_flags(NULL) == EV_UINT64_MAX && bufferevent_tls_get_flags(plain) == EV_UINT64_MAX);
	CHECK(bufferevent_tls_set_flags(NULL, 1) == EV_UINT64_MAX);
	CHECK(bufferevent_tls_clear_flags(plain, 1) == EV_UINT64_MAX);
}

int main(void)
{
	struct bufferevent *plain, *bev;
	struct bufferevent_tls_provider other = toy_provider;
	struct toy t;
	al_start();
	base = event_base_new();
	t_pair(fd);
	toy_init(&t, 1);
	constructors(&t);
	plain = bufferevent_socket_new(base, -1, 0);
	functions(plain);
	bufferevent_free(plain);
	bev = on_socket(&toy_provider, &t, BUFFEREVENT_SSL_CONNECTING);
	CHECK(bufferevent_tls_get_object(bev, &toy_provider) == &t);
	CHECK(bufferevent_tls_get_object(bev, &other) == NULL && bufferevent_tls_get_object(bev, NULL) == NULL);
	CHECK(bufferevent_tls_renegotiate(bev) == -1); /* there is no connection yet */
	bufferevent_free(bev);
	settle(base);
	CHECK(!fd_open(fd[0]) && t.calls.free == 1);
	close(fd[1]);
	event_base_free(base);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
