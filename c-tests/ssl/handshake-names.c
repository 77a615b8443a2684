// run: once
// libs: -levent_openssl -lssl -lcrypto
// What the program sets on the SSL holds: SNI, ALPN, certificates of clients, sessions taken up again, callbacks of
// OpenSSL that see the bufferevent's SSL. SSL's own state needs no SSL_set_connect_state.
#include "ssl/ssl.h"

static struct event_base *base;
static struct b_log *server_log;

static int on_name(SSL *ssl, int *alert, void *arg)
{
	const char *name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
	LOG(server_log, " name %s", name ? name : "-");
	return name ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

static int on_alpn(SSL *ssl, const unsigned char **out, unsigned char *outlen, const unsigned char *in, unsigned inlen,
    void *arg)
{
	LOG(server_log, " alpn of %u bytes", inlen);
	return SSL_select_next_proto((unsigned char **)out, outlen, (const unsigned char *)"\5other\4echo", 11, in,
		   inlen) == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

static void names(talk_fn over)
{
	struct side both[2];
	const unsigned char *proto;
	unsigned len;
	sides_init(both);
	server_log = &both[1].log;
	SSL_CTX_set_tlsext_servername_callback(server_ctx, on_name);
	SSL_CTX_set_alpn_select_cb(server_ctx, on_alpn, NULL);
	both[0].ssl = ssl_new(0);
	NEED(SSL_set_tlsext_host_name(both[0].ssl, "www.example.org"));
	NEED(SSL_set_alpn_protos(both[0].ssl, (const unsigned char *)"\4none\4echo", 10) == 0);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	ssl_settle(base);
	sides_show(both);
	for (int i = 0; i < 2; i++) {
		SSL_get0_alpn_selected(both[i].ssl, &proto, &len);
		SAY("alpn \"%.*s\"\n", (int)len, proto);
	}
	sides_free(both, base);
}

/* The client shows a certificate, and both look at what the other has shown. */
static void certificates(talk_fn over)
{
	struct side both[2];
	X509 *mine = ssl_certificate("client", -1, 30), *theirs = ssl_certificate("localhost", -1, 30);
	sides_init(both);
	server_log = &both[1].log;
	NEED(SSL_CTX_use_certificate(client_ctx, mine) && SSL_CTX_use_PrivateKey(client_ctx, ssl_key()));
	NEED(SSL_CTX_use_certificate(server_ctx, theirs));
	NEED(X509_STORE_add_cert(SSL_CTX_get_cert_store(server_ctx), mine));
	NEED(X509_STORE_add_cert(SSL_CTX_get_cert_store(client_ctx), theirs));
	SSL_CTX_set_verify(server_ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	SSL_CTX_set_verify(client_ctx, SSL_VERIFY_PEER, NULL);
	both[0].ssl = ssl_new(0);
	NEED(SSL_set1_host(both[0].ssl, "localhost"));
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	ssl_settle(base);
	sides_show(both);
	for (int i = 0; i < 2; i++) {
		X509 *cert = SSL_get0_peer_certificate(both[i].ssl);
		char name[100] = "-";
		if (CHECK(cert))
			X509_NAME_oneline(X509_get_subject_name(cert), name, sizeof name);
		SAY("peer %s, verified %ld\n", name, SSL_get_verify_result(both[i].ssl));
	}
	sides_free(both, base);
	X509_free(mine);
	X509_free(theirs);
}

/* A second connection takes up the session of the first, which has exchanged data and said farewell. */
static void session(talk_fn over)
{
	struct side both[2];
	SSL_SESSION *session = NULL;
	for (int round = 0; round < 2; round++) {
		sides_init(both);
		server_log = &both[1].log;
		both[0].ssl = ssl_new(0);
		if (session)
			NEED(SSL_set_session(both[0].ssl, session));
		over(both, base, BEV_OPT_CLOSE_ON_FREE);
		put_text(both[0].bev, "text");
		ssl_settle(base);
		put_text(both[1].bev, "text");
		ssl_settle(base);
		SAY("taken up: %d and %d\n", SSL_session_reused(both[0].ssl), SSL_session_reused(both[1].ssl));
		SSL_SESSION_free(session);
		session = SSL_get1_session(both[0].ssl);
		NEED(session);
		for (int i = 0; i < 2; i++)
			SSL_set_shutdown(both[i].ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
		sides_free(both, base);
	}
	SSL_SESSION_free(session);
}

int main(void)
{
	base = event_base_new();
	for (int v = 0; v < 2; v++)
		for (int way = 0; way < 4; way++) {
			SAY("-- %s, %s\n", ssl_version_name(ssl_versions[v]), ssl_ways[way].name);
			ssl_start(ssl_versions[v]);
			session(ssl_ways[way].start);
			ssl_start(ssl_versions[v]);
			certificates(ssl_ways[way].start);
			ssl_start(ssl_versions[v]);
			names(ssl_ways[way].start);
		}
	event_base_free(base);
	return t_result();
}
