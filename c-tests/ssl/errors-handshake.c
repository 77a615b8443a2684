// run: once
// libs: -levent_openssl -lssl -lcrypto
// Handshakes that fail: garbage, versions and certificates that do not fit, ends in the middle. Which events come, how
// often, and which errors are kept; and what comes when the program writes after that.
#include "ssl/ssl.h"

static struct event_base *base;
static struct side side;

static void after(void)
{
	side_show(&side);
	put_text(side.bev, "text");
	ssl_settle(base);
	SAY("written: ");
	side_show(&side);
}

static const char garbage[] = "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n";

/* Garbage comes first, or in place of the answer. */
static void send_garbage(int server, int options)
{
	struct raw peer;
	SAY("garbage\n");
	side_and_raw(&side, server, &peer, base, options);
	if (!server)
		ssl_settle(base);
	fd_put(peer.fd, garbage);
	ssl_settle(base);
	after();
	side_free(&side, &peer, base);
}

static void garbage_later(int options)
{
	struct raw peer;
	SAY("garbage later\n");
	side_and_raw(&side, 1, &peer, base, options);
	SSL_do_handshake(peer.ssl);
	raw_send(&peer);
	ssl_settle(base);
	side_show(&side);
	fd_put(peer.fd, garbage);
	ssl_settle(base);
	after();
	side_free(&side, &peer, base);
}

/* The other side goes in the middle of the handshake. */
static void gone(int server, int step, int half, int dirty, int options)
{
	struct raw peer;
	SAY("%s at step %d, dirty %d\n", half ? "half close" : "close", step, dirty);
	side_and_raw(&side, server, &peer, base, options);
	bufferevent_openssl_set_allow_dirty_shutdown(side.bev, dirty);
	if (step >= 1) {
		ssl_settle(base);
		raw_receive(&peer);
		SSL_do_handshake(peer.ssl);
		if (step == 1)
			raw_send_some(&peer, 20);
		else
			raw_send(&peer);
	}
	ssl_settle(base);
	raw_receive(&peer);
	side_show(&side);
	if (half) {
		shutdown(peer.fd, SHUT_WR);
	} else {
		close(peer.fd);
		peer.fd = -1;
	}
	ssl_settle(base);
	after();
	side_free(&side, &peer, base);
}

/* What the client wants to see of the server, or both support, does not fit. */
static void misfit(const char *name, int server, int options)
{
	struct raw peer;
	SAY("%s\n", name);
	side_and_raw(&side, server, &peer, base, options);
	ssl_settle(base);
	for (int i = 0; i < 5; i++) {
		raw_turn(&peer);
		if (ERR_peek_error())
			SAY("peer: %s\n", ssl_error(ERR_peek_error()));
		ERR_clear_error(); /* errors that others have left are for another test */
		ssl_settle(base);
	}
	after();
	SAY("verified: %ld\n", SSL_get_verify_result(side.ssl));
	side_free(&side, &peer, base);
}

static void misfits(int version, int server, int options)
{
	X509 *cert;
	ssl_start(version);
	SSL_CTX_set_verify(client_ctx, SSL_VERIFY_PEER, NULL);
	misfit("self-signed", server, options);

	ssl_start(version);
	SSL_CTX_set_verify(client_ctx, SSL_VERIFY_PEER, NULL);
	cert = ssl_certificate("localhost", -30, -1);
	NEED(SSL_CTX_use_certificate(server_ctx, cert));
	NEED(X509_STORE_add_cert(SSL_CTX_get_cert_store(client_ctx), cert));
	misfit("expired", server, options);
	X509_free(cert);

	ssl_start(version);
	SSL_CTX_set_verify(client_ctx, SSL_VERIFY_PEER, NULL);
	cert = ssl_certificate("other.example.org", -1, 30);
	NEED(SSL_CTX_use_certificate(server_ctx, cert));
	NEED(X509_STORE_add_cert(SSL_CTX_get_cert_store(client_ctx), cert));
	NEED(X509_VERIFY_PARAM_set1_host(SSL_CTX_get0_param(client_ctx), "localhost", 0));
	misfit("of another host", server, options);
	X509_free(cert);

	ssl_start(version);
	SSL_CTX_set_verify(server_ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	misfit("no certificate of the client", server, options);

	ssl_start(version);
	SSL_CTX_free(client_ctx);
	client_ctx = ssl_context(0, version == TLS1_2_VERSION ? TLS1_3_VERSION : TLS1_2_VERSION);
	misfit("versions", server, options);
}

int main(void)
{
	base = event_base_new();
	for (int v = 0; v < 2; v++)
		for (int server = 0; server < 2; server++)
			for (int defer = 0; defer < 2; defer++) {
				int options = BEV_OPT_CLOSE_ON_FREE | (defer ? BEV_OPT_DEFER_CALLBACKS : 0);
				SAY("-- %s, %s%s\n", ssl_version_name(ssl_versions[v]), server ? "server" : "client",
				    defer ? ", deferred" : "");
				ssl_start(ssl_versions[v]);
				send_garbage(server, options);
				if (server)
					garbage_later(options);
				for (int step = 0; step < 3; step++)
					if (server || step < 2)
						for (int i = 0; i < 4; i++)
							gone(server, step, i & 1, i >> 1, options);
				misfits(ssl_versions[v], server, options);
			}
	event_base_free(base);
	return t_result();
}
