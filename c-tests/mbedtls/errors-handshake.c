// run: once
// on: ours
// libs: -levent_mbedtls -lmbedtls -lmbedx509 -lmbedcrypto
// Handshakes that fail: garbage, certificates that do not fit, ends in the middle. Which events come, how often, with which
// errors and words; and that nothing comes when the program writes after that.
#include "mbedtls/mbed.h"

static struct side side;

static void after(void)
{
	char reason[200];
	int len;
	b_show(&side.log, side.bev);
	len = bufferevent_tls_get_reason(side.bev, reason, sizeof reason);
	CHECK(len == -1 || len == (int)strlen(reason));
	SAY("because: %s\n", len == -1 ? "not over" : reason);
	put_text(side.bev, "text");
	m_settle();
	SAY("written: ");
	b_show(&side.log, side.bev);
}

/* Garbage comes first, or in place of the answer. */
static void garbage(int server, int options)
{
	struct raw peer;
	SAY("garbage\n");
	side_and_raw(&side, server, &peer, options);
	if (!server)
		m_settle();
	fd_put(peer.fd, "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n");
	m_settle();
	after();
	side_free(&side);
	raw_free(&peer);
}

/* The other side goes before it has said a word, in the middle of its first flight, or after that. */
static void gone(int server, int step, int half, int dirty)
{
	struct raw peer;
	SAY("%s at step %d, dirty %d\n", half ? "half close" : "close", step, dirty);
	side_and_raw(&side, server, &peer, 0);
	bufferevent_mbedtls_set_allow_dirty_shutdown(side.bev, dirty);
	m_settle();
	if (step > 0) {
		raw_receive(&peer);
		CHECK(mbedtls_ssl_handshake(&peer.ssl) == MBEDTLS_ERR_SSL_WANT_READ);
		raw_send_some(&peer, step == 1 ? 20 : (size_t)-1);
	}
	m_settle();
	CHECK(same(side.log.text, ""));
	if (half)
		shutdown(peer.fd, SHUT_WR);
	else
		raw_close(&peer);
	m_settle();
	after();
	side_free(&side);
	raw_free(&peer);
}

static void misfit(const char *name, int options)
{
	struct side both[2];
	SAY("%s\n", name);
	sides_start(both, over_sockets, options);
	m_settle();
	for (int i = 0; i < 2; i++) {
		side = both[i];
		bufferevent_setcb(side.bev, log_read, log_write, log_m_event, &side.log);
		after();
		bufferevent_setcb(side.bev, NULL, NULL, NULL, NULL);
	}
	sides_free(both);
}

/* What the client wants to see of the server, or the other way round; that servers do not tell. */
static void misfits(int options)
{
	static mbedtls_x509_crt nobody;
	m_configs();
	mbedtls_ssl_conf_authmode(&of_client, MBEDTLS_SSL_VERIFY_REQUIRED);
	misfit("no authorities", options);
	mbedtls_x509_crt_init(&nobody);
	mbedtls_ssl_conf_ca_chain(&of_client, &nobody, NULL);
	misfit("nobody trusted", options);
	m_configs();
	mbedtls_ssl_conf_authmode(&of_server, MBEDTLS_SSL_VERIFY_REQUIRED);
	mbedtls_ssl_conf_ca_chain(&of_server, &m_cert, NULL);
	misfit("no certificate of the client", options);
	m_configs();
}

/* The name of the server is another one. */
static void other_name(const char *name)
{
	struct side client;
	struct raw server;
	char reason[20];
	int fd[2], len;
	SAY("for %s\n", name);
	m_configs();
	mbedtls_ssl_conf_authmode(&of_client, MBEDTLS_SSL_VERIFY_REQUIRED);
	mbedtls_ssl_conf_ca_chain(&of_client, &m_cert, NULL);
	t_pair(fd);
	memset(&client, 0, sizeof client);
	client.context = m_context(0);
	NEED(mbedtls_ssl_set_hostname(client.context, name) == 0);
	client.bev = bufferevent_mbedtls_socket_new(base, fd[0], client.context, BUFFEREVENT_SSL_CONNECTING,
	    BEV_OPT_CLOSE_ON_FREE);
	side_watch(&client);
	CHECK(bufferevent_enable(client.bev, EV_READ | EV_WRITE) == 0);
	raw_init(&server, 1, fd[1]);
	for (int i = 0; i < 4; i++) {
		m_settle();
		raw_receive(&server);
		mbedtls_ssl_handshake(&server.ssl);
		raw_send(&server);
	}
	m_settle();
	b_show(&client.log, client.bev);
	/* As much as there is room for. */
	len = bufferevent_tls_get_reason(client.bev, reason, sizeof reason);
	CHECK(bufferevent_tls_get_reason(client.bev, NULL, 0) == len);
	SAY("%d: %s\n", len, len == -1 ? "not over" : reason);
	side_free(&client);
	raw_free(&server);
	m_configs();
}

int main(void)
{
	m_start();
	for (int server = 0; server < 2; server++) {
		SAY("-- %s\n", server ? "server" : "client");
		for (int defer = 0; defer < 2; defer++)
			garbage(server, defer ? BEV_OPT_DEFER_CALLBACKS : 0);
		for (int step = 0; step < 3; step++)
			if (server || step < 2)
				for (int i = 0; i < 4; i++)
					gone(server, step, i & 1, i >> 1);
	}
	SAY("-- both\n");
	for (int defer = 0; defer < 2; defer++)
		misfits(defer ? BEV_OPT_DEFER_CALLBACKS : 0);
	other_name("localhost");
	other_name("elsewhere");
	return m_end();
}
