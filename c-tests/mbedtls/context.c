// run: once
// on: ours
// env: SSL_CERT_FILE=/dev/null
// libs: -levent_mbedtls -lmbedtls -lmbedx509 -lmbedcrypto
// The contexts of bufferevent_tls.h with Mbed TLS: who is trusted, by which name or address, why not, sessions that go
// on, application protocols, and contexts that are freed before their connections.
#include "mbedtls/mbed.h"

#include <mbedtls/pem.h>

static char cert_file[] = "/tmp/libevent-cert-XXXXXX", key_file[] = "/tmp/libevent-key-XXXXXX";
static char other_key_file[] = "/tmp/libevent-key-XXXXXX", no_file[] = "/tmp/libevent-none-XXXXXX";

static void write_file(char *name, const unsigned char *text)
{
	int fd = mkstemp(name);
	NEED(fd >= 0 && write(fd, text, strlen((const char *)text)) == (ssize_t)strlen((const char *)text));
	close(fd);
}

static void write_files(void)
{
	static unsigned char text[4096];
	mbedtls_pk_context other;
	size_t len;
	NEED(mbedtls_pem_write_buffer("-----BEGIN CERTIFICATE-----\n", "-----END CERTIFICATE-----\n", m_cert.raw.p,
	    m_cert.raw.len, text, sizeof text, &len) == 0);
	write_file(cert_file, text);
	NEED(mbedtls_pk_write_key_pem(&m_key, text, sizeof text) == 0);
	write_file(key_file, text);
	mbedtls_pk_init(&other);
	NEED(mbedtls_pk_setup(&other, mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY)) == 0);
	NEED(mbedtls_ecp_gen_key(MBEDTLS_ECP_DP_SECP256R1, mbedtls_pk_ec(other), mbedtls_ctr_drbg_random, &m_random) == 0);
	NEED(mbedtls_pk_write_key_pem(&other, text, sizeof text) == 0);
	write_file(other_key_file, text);
	mbedtls_pk_free(&other);
	write_file(no_file, (const unsigned char *)"");
	unlink(no_file);
}

static struct bufferevent_tls_context *client, *server;
static struct side both[2];

static void log_with_reason(struct bufferevent *bev, short what, void *log)
{
	char text[200];
	log_m_event(bev, what, log);
	if (!(what & BEV_EVENT_CONNECTED)) {
		CHECK(bufferevent_tls_get_reason(bev, text, sizeof text) == (int)strlen(text));
		LOG((struct b_log *)log, " because: %s", text);
		return;
	}
	if (bufferevent_tls_is_resumed(bev) == 1)
		LOG((struct b_log *)log, " again");
	if (bufferevent_tls_get_alpn(bev, text, sizeof text) > 0)
		LOG((struct b_log *)log, " for %s", text);
}

static void watch(struct side *s, int is_server, struct bufferevent *bev)
{
	memset(s, 0, sizeof *s);
	NEED(bev);
	s->is_server = is_server;
	s->bev = bev;
	s->context = bufferevent_mbedtls_get_ssl(bev);
	CHECK(s->context);
	b_log(bev, &s->log, is_server ? "server" : "client");
	bufferevent_setcb(bev, log_read, log_write, log_with_reason, &s->log);
	CHECK(bufferevent_enable(bev, EV_READ | EV_WRITE) == 0);
}

static void begin(const char *host, int way)
{
	struct bufferevent *below[2];
	int fd[2];
	if (way == 0) {
		t_pair(fd);
		watch(&both[0], 0, bufferevent_tls_client_new(base, fd[0], client, host, 0));
		watch(&both[1], 1, bufferevent_tls_server_new(base, fd[1], server, 0));
		return;
	}
	if (way == 1) {
		t_pair(fd);
		for (int i = 0; i < 2; i++)
			NEED(below[i] = bufferevent_socket_new(base, fd[i], BEV_OPT_CLOSE_ON_FREE));
	} else {
		NEED(bufferevent_pair_new(base, 0, below) == 0);
	}
	watch(&both[0], 0, bufferevent_tls_client_filter_new(below[0], client, host, 0));
	watch(&both[1], 1, bufferevent_tls_server_filter_new(below[1], server, 0));
}

static void show(const char *what)
{
	m_settle();
	SAY("%s\n", what);
	for (int i = 0; i < 2; i++) {
		SAY("  ");
		b_show(&both[i].log, NULL);
	}
	sides_free(both);
}

static void meet(const char *what, const char *host, int way)
{
	begin(host, way);
	show(what);
}

static void wrong(void)
{
	static const char long_host[] = "0123456789012345678901234567890123456789012345678901234567890123456789"
	    "0123456789012345678901234567890123456789012345678901234567890123456789"
	    "0123456789012345678901234567890123456789012345678901234567890123456789"
	    "0123456789012345678901234567890123456789012345678901234567890123456789";
	CHECK(!bufferevent_tls_context_new_server(cert_file, other_key_file));
	CHECK(!bufferevent_tls_context_new_server(cert_file, no_file));
	CHECK(!bufferevent_tls_context_new_server(no_file, key_file));
	CHECK(!bufferevent_tls_context_new_server(key_file, key_file));
	CHECK(!bufferevent_tls_context_new_server(cert_file, cert_file));
	CHECK(!bufferevent_tls_context_new_server("/dev/null", key_file));
	CHECK(!bufferevent_tls_context_new_server(NULL, NULL));
	CHECK(bufferevent_tls_context_trust_file(client, no_file) == -1);
	CHECK(bufferevent_tls_context_trust_file(client, key_file) == -1);
	CHECK(bufferevent_tls_context_trust_file(server, cert_file) == -1);
	CHECK(!bufferevent_tls_client_new(base, -1, client, "", 0));
	CHECK(!bufferevent_tls_client_new(base, -1, client, long_host, 0));
	CHECK(!bufferevent_tls_client_new(base, -1, server, "localhost", 0));
	CHECK(!bufferevent_tls_server_new(base, -1, client, 0));
	CHECK(!bufferevent_tls_client_filter_new(NULL, client, "localhost", 0));
	CHECK(!bufferevent_tls_server_filter_new(NULL, server, 0));
	CHECK(bufferevent_tls_context_set_alpn(client, "") == -1 && bufferevent_tls_context_set_alpn(client, "a,,b") == -1);
}

/* Sessions are of one server. After a failure, none is offered. */
static void sessions(void)
{
	meet("first", "localhost", 0);
	for (int way = 0; way < 3; way++)
		meet("then", way ? "LocalHost" : "localhost", way);
	bufferevent_tls_context_free(server);
	NEED(server = bufferevent_tls_context_new_server(cert_file, key_file));
	meet("a server that does not know it", "localhost", 0);
	meet("then", "localhost", 0);
	begin("localhost", 0);
	bufferevent_setcb(both[1].bev, NULL, NULL, NULL, NULL);
	bufferevent_free(both[1].bev);
	both[1].bev = NULL;
	show("none");
	meet("after that", "localhost", 0);
	/* What was shown to whom was trusted before does not count. */
	CHECK(bufferevent_tls_context_trust_file(client, cert_file) == 0);
	meet("trusted anew", "localhost", 0);
}

static void protocols(void)
{
	char text[4];
	CHECK(bufferevent_tls_context_set_alpn(client, "h2,http/1.1") == 0);
	meet("protocols of the client", "localhost", 0);
	CHECK(bufferevent_tls_context_set_alpn(server, "other,http/1.1,h2") == 0);
	begin("localhost", 0);
	m_settle();
	/* What was agreed on stays. */
	CHECK(bufferevent_tls_context_set_alpn(server, "other") == 0 && bufferevent_tls_context_set_alpn(client, "x,y") == 0);
	for (int i = 0; i < 2; i++)
		CHECK(bufferevent_tls_get_alpn(both[i].bev, text, sizeof text) == 8 && same(text, "htt"));
	show("both");
	meet("none in common", "localhost", 0);
	CHECK(bufferevent_tls_context_set_alpn(server, "y") == 0);
	meet("one", "localhost", 0);
}

int main(void)
{
	m_start();
	write_files();
	NEED(client = bufferevent_tls_context_new_client());
	NEED(server = bufferevent_tls_context_new_server(cert_file, key_file));
	wrong();
	meet("nobody trusted", "localhost", 0);
	CHECK(bufferevent_tls_context_trust_file(client, cert_file) == 0);
	sessions();
	meet("another name", "elsewhere", 0);
	meet("address", "127.0.0.1", 0);
	meet("address again", "127.0.0.1", 2);
	meet("another address", "127.0.0.2", 1);
	meet("another kind of address", "::1", 0);
	protocols();
	begin("localhost", 0);
	event_base_loop(base, EVLOOP_NONBLOCK);
	bufferevent_tls_context_free(client);
	bufferevent_tls_context_free(server);
	bufferevent_tls_context_free(NULL);
	m_settle();
	for (int i = 0; i < 2; i++)
		put_text(both[i].bev, "text");
	show("freed before");
	unlink(cert_file);
	unlink(key_file);
	unlink(other_key_file);
	return m_end();
}
