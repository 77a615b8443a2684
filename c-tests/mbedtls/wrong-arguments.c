// run: once
// on: ours
// libs: -levent_mbedtls -lmbedtls -lmbedx509 -lmbedcrypto
// Arguments that do not fit: other kinds of bufferevents, states that do not exist. What cannot be
// made leaves socket and context to the caller.
#include "mbedtls/mbed.h"

static void other_kinds(void)
{
	struct bufferevent *sock = bufferevent_socket_new(base, -1, 0), *pair[2], *others[4];
	char reason[10];
	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	others[0] = sock;
	others[1] = pair[0];
	others[2] = bufferevent_filter_new(pair[1], NULL, NULL, 0, NULL, NULL);
	others[3] = NULL;
	for (int i = 0; i < 4; i++) {
		CHECK(!bufferevent_mbedtls_get_ssl(others[i]));
		CHECK(bufferevent_mbedtls_get_allow_dirty_shutdown(others[i]) == -1);
		bufferevent_mbedtls_set_allow_dirty_shutdown(others[i], 1);
		CHECK(bufferevent_mbedtls_get_allow_dirty_shutdown(others[i]) == -1);
		CHECK(bufferevent_mbedtls_renegotiate(others[i]) == -1 && bufferevent_get_mbedtls_error(others[i]) == 0);
		CHECK(bufferevent_tls_get_reason(others[i], reason, sizeof reason) == -1);
		CHECK(bufferevent_tls_get_alpn(others[i], reason, sizeof reason) == -1);
		CHECK(bufferevent_tls_is_resumed(others[i]) == -1);
		CHECK(bufferevent_ssl_get_flags(others[i]) == EV_UINT64_MAX);
		CHECK(bufferevent_ssl_set_flags(others[i], 1) == EV_UINT64_MAX);
		CHECK(bufferevent_ssl_clear_flags(others[i], 1) == EV_UINT64_MAX);
	}
	bufferevent_free(others[2]);
	bufferevent_free(pair[1]);
	bufferevent_free(pair[0]);
	bufferevent_free(sock);
	m_settle();
}

static struct bufferevent *make(int filter, int fd, struct bufferevent *below, mbedtls_dyncontext *context, int state,
    int options)
{
	return filter ? bufferevent_mbedtls_filter_new(base, below, context, state, options) :
	    bufferevent_mbedtls_socket_new(base, fd, context, state, options);
}

/* Nothing is made, and all is still there. */
static void fails(int filter, int state, int options)
{
	struct bufferevent *below = NULL;
	mbedtls_dyncontext *context = m_context(0);
	int fd[2];
	t_pair(fd);
	if (filter)
		below = bufferevent_socket_new(base, fd[0], 0);
	CHECK(!make(filter, fd[0], below, context, state, options));
	CHECK(!make(filter, fd[0], below, NULL, BUFFEREVENT_SSL_CONNECTING, options));
	CHECK(fd_open(fd[0]));
	if (below) {
		CHECK(bufferevent_getfd(below) == fd[0]);
		bufferevent_free(below);
		m_settle();
	}
	/* It can still be used. */
	below = bufferevent_mbedtls_socket_new(base, fd[0], context, BUFFEREVENT_SSL_CONNECTING, BEV_OPT_CLOSE_ON_FREE);
	CHECK(below && bufferevent_mbedtls_get_ssl(below) == context);
	bufferevent_free(below);
	m_settle();
	CHECK(!fd_open(fd[0]));
	close(fd[1]);
}

int main(void)
{
	mbedtls_dyncontext *context;
	m_start();
	other_kinds();
	CHECK(!bufferevent_mbedtls_dyncontext_new(NULL));
	bufferevent_mbedtls_dyncontext_free(NULL);
	context = m_context(1);
	bufferevent_mbedtls_dyncontext_free(context);
	for (int filter = 0; filter < 2; filter++)
		for (int close_it = 0; close_it < 2; close_it++) {
			int options = close_it ? BEV_OPT_CLOSE_ON_FREE : 0;
			fails(filter, 3, options);
			fails(filter, -1, options);
		}
	context = m_context(0);
	CHECK(!make(1, -1, NULL, context, BUFFEREVENT_SSL_CONNECTING, 0));
	CHECK(!make(1, -1, NULL, context, BUFFEREVENT_SSL_CONNECTING, BEV_OPT_CLOSE_ON_FREE));
	CHECK(!make(0, -1, NULL, NULL, BUFFEREVENT_SSL_CONNECTING, 0));
	bufferevent_mbedtls_dyncontext_free(context);
	return m_end();
}
