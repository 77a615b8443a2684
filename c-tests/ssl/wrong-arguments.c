// run: once
// libs: -levent_openssl -lssl -lcrypto
// Arguments that do not fit: other kinds of bufferevents, two sockets, options that do not exist, or need threads. And
// whether a function that refuses frees the SSL, too. (A state that does not exist crashes the original later.)
#include "ssl/ssl.h"

static struct event_base *base;

static void other_kinds(void)
{
	struct bufferevent *sock = bufferevent_socket_new(base, -1, 0), *pair[2];
	struct bufferevent *others[3];
	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	others[0] = sock;
	others[1] = pair[0];
	others[2] = bufferevent_filter_new(pair[1], NULL, NULL, 0, NULL, NULL);
	for (int i = 0; i < 3; i++) {
		SAY("kind %d: ssl %s, dirty %d", i, bufferevent_openssl_get_ssl(others[i]) ? "there" : "NULL",
		    bufferevent_openssl_get_allow_dirty_shutdown(others[i]));
		bufferevent_openssl_set_allow_dirty_shutdown(others[i], 1);
		SAY(" %d, renegotiate %d, error %lu\n", bufferevent_openssl_get_allow_dirty_shutdown(others[i]),
		    bufferevent_ssl_renegotiate(others[i]), bufferevent_get_openssl_error(others[i]));
	}
	bufferevent_free(others[2]);
	for (int i = 0; i < 2; i++)
		bufferevent_free(i ? pair[1] : pair[0]);
	bufferevent_free(sock);
	ssl_settle(base);
}

static void two_sockets(int options)
{
	int a[2], before = ssl_freed;
	SSL *ssl = ssl_new(0);
	struct bufferevent *bev;
	BIO *bio;
	t_pair(a);
	bio = BIO_new_socket(a[0], BIO_NOCLOSE);
	SSL_set_bio(ssl, bio, bio);
	bev = bufferevent_openssl_socket_new(base, a[1], ssl, BUFFEREVENT_SSL_CONNECTING, options);
	SAY("two sockets, options %d: %s, SSL freed %d, sockets %s %s\n", options, bev ? "made" : "NULL",
	    ssl_freed - before, fd_open(a[0]) ? "open" : "closed", fd_open(a[1]) ? "open" : "closed");
	if (ssl_freed == before)
		SSL_free(ssl);
	for (int i = 0; i < 2; i++)
		close(a[i]);
}

static void odd_options(void)
{
	static const int odd[] = { 1 << 10, BEV_OPT_THREADSAFE, BEV_OPT_THREADSAFE | BEV_OPT_CLOSE_ON_FREE };
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		for (int filter = 0; filter < 2; filter++) {
			int fd[2], before = ssl_freed, made;
			SSL *ssl = ssl_new(0);
			struct bufferevent *bev, *below = NULL;
			t_pair(fd);
			if (filter) {
				below = bufferevent_socket_new(base, fd[0], 0);
				bev = bufferevent_openssl_filter_new(base, below, ssl, BUFFEREVENT_SSL_CONNECTING, odd[i]);
			} else {
				bev = bufferevent_openssl_socket_new(base, fd[0], ssl, BUFFEREVENT_SSL_CONNECTING, odd[i]);
			}
			made = bev != NULL;
			SAY("%s, options %d: %s, SSL freed %d, ", filter ? "filter" : "socket", odd[i], made ? "made" : "NULL",
			    ssl_freed - before);
			SAY("socket %s\n", fd_open(fd[0]) ? "open" : "closed");
			if (bev)
				bufferevent_free(bev);
			if (below && !(made && (odd[i] & BEV_OPT_CLOSE_ON_FREE)))
				bufferevent_free(below);
			ssl_settle(base);
			if (ssl_freed == before)
				SSL_free(ssl);
			if (fd_open(fd[0]))
				close(fd[0]);
			close(fd[1]);
		}
}

static void no_underlying(int options)
{
	int before = ssl_freed;
	SSL *ssl = ssl_new(0);
	struct bufferevent *bev =
	    bufferevent_openssl_filter_new(base, NULL, ssl, BUFFEREVENT_SSL_CONNECTING, options);
	SAY("no underlying, options %d: %s, SSL freed %d\n", options, bev ? "made" : "NULL", ssl_freed - before);
	if (bev)
		bufferevent_free(bev);
	ssl_settle(base);
	if (ssl_freed == before)
		SSL_free(ssl);
}

int main(void)
{
	base = event_base_new();
	ssl_start(0);
	other_kinds();
	two_sockets(0);
	two_sockets(BEV_OPT_CLOSE_ON_FREE);
	odd_options();
	no_underlying(0);
	no_underlying(BEV_OPT_CLOSE_ON_FREE);
	event_base_free(base);
	return t_result();
}
