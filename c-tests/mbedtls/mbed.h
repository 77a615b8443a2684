/* What the tests of Mbed TLS share: a key and a certificate that live in memory only, two bufferevents that talk, and a
 * bare Mbed TLS peer that does nothing by itself. The callbacks write to logs, see b_log in bufferevent/kit.h. */
#ifndef MBEDTLS_MBED_H
#define MBEDTLS_MBED_H

#include "bufferevent/kit.h"

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/error.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/oid.h>
#include <mbedtls/ssl.h>
#include <mbedtls/x509_crt.h>

#include <event2/bufferevent_ssl.h>
#include <event2/bufferevent_tls.h>

/* A call that has to work for the test to make sense. */
#define NEED(expr) ((void)((expr) || (SAY("%s:%d: %s\n", __FILE__, __LINE__, #expr), exit(2), 0)))

static struct event_base *base;
static mbedtls_entropy_context m_entropy;
static mbedtls_ctr_drbg_context m_random;
static mbedtls_pk_context m_key;
static mbedtls_x509_crt m_cert;
static mbedtls_ssl_config of_client, of_server;

/* A certificate for localhost and 127.0.0.1 that signs itself. */
static void m_make_cert(void)
{
	static const unsigned char names[] = "\x30\x11\x82\x09localhost\x87\x04\x7f\0\0\x01";
	static unsigned char der[4096];
	mbedtls_x509write_cert writer;
	mbedtls_mpi serial;
	int len;
	NEED(mbedtls_pk_setup(&m_key, mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY)) == 0);
	NEED(mbedtls_ecp_gen_key(MBEDTLS_ECP_DP_SECP256R1, mbedtls_pk_ec(m_key), mbedtls_ctr_drbg_random, &m_random) == 0);
	mbedtls_x509write_crt_init(&writer);
	mbedtls_mpi_init(&serial);
	NEED(mbedtls_mpi_lset(&serial, 1) == 0 && mbedtls_x509write_crt_set_serial(&writer, &serial) == 0);
	NEED(mbedtls_x509write_crt_set_validity(&writer, "20200101000000", "20991231235959") == 0);
	NEED(mbedtls_x509write_crt_set_subject_name(&writer, "CN=localhost") == 0);
	NEED(mbedtls_x509write_crt_set_issuer_name(&writer, "CN=localhost") == 0);
	NEED(mbedtls_x509write_crt_set_extension(&writer, MBEDTLS_OID_SUBJECT_ALT_NAME,
	    MBEDTLS_OID_SIZE(MBEDTLS_OID_SUBJECT_ALT_NAME), 0, names, sizeof names - 1) == 0);
	mbedtls_x509write_crt_set_version(&writer, MBEDTLS_X509_CRT_VERSION_3);
	mbedtls_x509write_crt_set_md_alg(&writer, MBEDTLS_MD_SHA256);
	mbedtls_x509write_crt_set_subject_key(&writer, &m_key);
	mbedtls_x509write_crt_set_issuer_key(&writer, &m_key);
	len = mbedtls_x509write_crt_der(&writer, der, sizeof der, mbedtls_ctr_drbg_random, &m_random);
	NEED(len > 0);
	NEED(mbedtls_x509_crt_parse_der(&m_cert, der + sizeof der - len, (size_t)len) == 0);
	mbedtls_mpi_free(&serial);
	mbedtls_x509write_crt_free(&writer);
}

T_UNUSED static void m_config(mbedtls_ssl_config *config, int is_server)
{
	mbedtls_ssl_config_free(config);
	mbedtls_ssl_config_init(config);
	NEED(mbedtls_ssl_config_defaults(config, is_server ? MBEDTLS_SSL_IS_SERVER : MBEDTLS_SSL_IS_CLIENT,
	    MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT) == 0);
	mbedtls_ssl_conf_rng(config, mbedtls_ctr_drbg_random, &m_random);
	mbedtls_ssl_conf_authmode(config, MBEDTLS_SSL_VERIFY_NONE);
	if (is_server)
		NEED(mbedtls_ssl_conf_own_cert(config, &m_cert, &m_key) == 0);
}

/* New settings for both, which verify nothing. */
T_UNUSED static void m_configs(void)
{
	m_config(&of_client, 0);
	m_config(&of_server, 1);
}

T_UNUSED static void m_start(void)
{
	signal(SIGPIPE, SIG_IGN);
	mbedtls_entropy_init(&m_entropy);
	mbedtls_ctr_drbg_init(&m_random);
	mbedtls_pk_init(&m_key);
	mbedtls_x509_crt_init(&m_cert);
	mbedtls_ssl_config_init(&of_client);
	mbedtls_ssl_config_init(&of_server);
	NEED(mbedtls_ctr_drbg_seed(&m_random, mbedtls_entropy_func, &m_entropy, NULL, 0) == 0);
	m_make_cert();
	m_configs();
	NEED(base = event_base_new());
}

T_UNUSED static int m_end(void)
{
	event_base_free(base);
	mbedtls_ssl_config_free(&of_client);
	mbedtls_ssl_config_free(&of_server);
	mbedtls_x509_crt_free(&m_cert);
	mbedtls_pk_free(&m_key);
	mbedtls_ctr_drbg_free(&m_random);
	mbedtls_entropy_free(&m_entropy);
	return t_result();
}

/* The name of an error that a test is likely to see. */
T_UNUSED static const char *m_error(unsigned long error)
{
#define M_ERROR(name) case MBEDTLS_ERR_##name: return #name
	switch ((int)error) {
	case 0: return "0";
	M_ERROR(NET_RECV_FAILED); M_ERROR(NET_SEND_FAILED); M_ERROR(SSL_BAD_HS_CLIENT_HELLO);
	M_ERROR(SSL_CA_CHAIN_REQUIRED); M_ERROR(SSL_CONN_EOF); M_ERROR(SSL_FATAL_ALERT_MESSAGE);
	M_ERROR(SSL_INVALID_RECORD); M_ERROR(SSL_NO_CLIENT_CERTIFICATE); M_ERROR(SSL_UNEXPECTED_MESSAGE);
	M_ERROR(SSL_WAITING_SERVER_HELLO_RENEGO); M_ERROR(X509_CERT_VERIFY_FAILED);
	}
#undef M_ERROR
	static char text[30];
	sprintf(text, "-%#x", -(int)error);
	return text;
}

/* As log_event, and with the errors that the bufferevent has kept. */
T_UNUSED static void log_m_event(struct bufferevent *bev, short what, void *log)
{
	unsigned long error;
	log_event(bev, what, log);
	while ((error = bufferevent_get_mbedtls_error(bev)) != 0)
		LOG((struct b_log *)log, " (%s)", m_error(error));
}

/* One side of a connection. */
struct side {
	int is_server;
	mbedtls_dyncontext *context;
	struct bufferevent *bev;
	struct b_log log;
};

#define M_STATE(is_server) ((is_server) ? BUFFEREVENT_SSL_ACCEPTING : BUFFEREVENT_SSL_CONNECTING)

static mbedtls_dyncontext *m_context(int is_server)
{
	mbedtls_dyncontext *context = bufferevent_mbedtls_dyncontext_new(is_server ? &of_server : &of_client);
	NEED(context);
	return context;
}

/* Has a side with its bufferevent log everything; enables nothing. */
T_UNUSED static void side_watch(struct side *s)
{
	NEED(s->bev);
	CHECK(bufferevent_mbedtls_get_ssl(s->bev) == s->context);
	b_log(s->bev, &s->log, s->is_server ? "server" : "client");
	bufferevent_setcb(s->bev, log_read, log_write, log_m_event, &s->log);
}

T_UNUSED static void side_on_socket(struct side *s, int fd, int options)
{
	s->context = m_context(s->is_server);
	s->bev = bufferevent_mbedtls_socket_new(base, fd, s->context, M_STATE(s->is_server), options);
	side_watch(s);
}

T_UNUSED static void side_on(struct side *s, struct bufferevent *below, int options)
{
	s->context = m_context(s->is_server);
	s->bev = bufferevent_mbedtls_filter_new(base, below, s->context, M_STATE(s->is_server), options);
	side_watch(s);
}

/* The ways in which a client and a server, both[0] and both[1], talk. */
typedef void (*talk_fn)(struct side both[2], int options);

T_UNUSED static void over_sockets(struct side both[2], int options)
{
	int fd[2];
	t_pair(fd);
	for (int i = 0; i < 2; i++)
		side_on_socket(&both[i], fd[i], options);
}

T_UNUSED static void over_filters(struct side both[2], int options)
{
	int fd[2];
	t_pair(fd);
	for (int i = 0; i < 2; i++)
		side_on(&both[i], bufferevent_socket_new(base, fd[i], options), options);
}

T_UNUSED static void over_pair(struct side both[2], int options)
{
	struct bufferevent *pair[2];
	NEED(bufferevent_pair_new(base, options, pair) == 0);
	for (int i = 0; i < 2; i++)
		side_on(&both[i], pair[i], options);
}

static const struct { const char *name; talk_fn start; } m_ways[] T_UNUSED = {
	{ "sockets", over_sockets }, { "filters", over_filters }, { "pair", over_pair },
};

/* Starts both, which log, read and write. They are freed by sides_free(). */
T_UNUSED static void sides_start(struct side both[2], talk_fn over, int options)
{
	memset(both, 0, 2 * sizeof *both);
	both[1].is_server = 1;
	over(both, options | BEV_OPT_CLOSE_ON_FREE);
	for (int i = 0; i < 2; i++)
		CHECK(bufferevent_enable(both[i].bev, EV_READ | EV_WRITE) == 0);
}

/* Runs until nothing is ready any more. */
T_UNUSED static void m_settle(void)
{
	for (int i = 0; i < 8; i++)
		CHECK(event_base_loop(base, EVLOOP_NONBLOCK) >= 0);
}

/* Prints what the sides have logged, and their states; without a bufferevent only the log. */
T_UNUSED static void sides_show(struct side both[2])
{
	for (int i = 0; i < 2; i++)
		b_show(&both[i].log, both[i].bev);
}

/* Runs until both have shaken hands, and forgets what has been logged. */
T_UNUSED static void sides_meet(struct side both[2])
{
	m_settle();
	for (int i = 0; i < 2; i++) {
		CHECK(same(both[i].log.text, " event CONNECTED"));
		both[i].log.text[0] = 0;
	}
}

T_UNUSED static void side_free(struct side *s)
{
	if (s->bev)
		bufferevent_free(s->bev);
	s->bev = NULL;
	m_settle();
}

T_UNUSED static void sides_free(struct side both[2])
{
	for (int i = 0; i < 2; i++)
		side_free(&both[i]);
}

/* A peer that is driven by hand. Mbed TLS reads and writes memory; what is moved between that and the socket, and when,
 * the test decides. */
struct raw {
	mbedtls_ssl_context ssl;
	int fd;
	struct evbuffer *in, *out;
};

static int raw_send_cb(void *raw, const unsigned char *data, size_t len)
{
	NEED(evbuffer_add(((struct raw *)raw)->out, data, len) == 0);
	return (int)len;
}

static int raw_recv_cb(void *raw, unsigned char *data, size_t len)
{
	int n = evbuffer_remove(((struct raw *)raw)->in, data, len);
	return n > 0 ? n : MBEDTLS_ERR_SSL_WANT_READ;
}

T_UNUSED static void raw_init(struct raw *raw, int is_server, int fd)
{
	mbedtls_ssl_init(&raw->ssl);
	NEED(mbedtls_ssl_setup(&raw->ssl, is_server ? &of_server : &of_client) == 0);
	raw->fd = fd;
	NEED((raw->in = evbuffer_new()) && (raw->out = evbuffer_new()));
	mbedtls_ssl_set_bio(&raw->ssl, raw, raw_send_cb, raw_recv_cb, NULL);
}

/* Takes all that has arrived at the socket. */
T_UNUSED static void raw_receive(struct raw *raw)
{
	while (evbuffer_read(raw->in, raw->fd, -1) > 0)
		;
}

/* Sends at most N bytes of what Mbed TLS wants to send. */
T_UNUSED static void raw_send_some(struct raw *raw, size_t n)
{
	while (n && evbuffer_get_length(raw->out)) {
		int sent = evbuffer_write_atmost(raw->out, raw->fd, n < 1 << 30 ? (ev_ssize_t)n : -1);
		if (sent <= 0)
			break;
		n -= (size_t)sent;
	}
}

T_UNUSED static void raw_send(struct raw *raw) { raw_send_some(raw, (size_t)-1); }

/* Shakes hands with what runs in base. */
T_UNUSED static void raw_meet(struct raw *raw)
{
	int result = -1;
	for (int i = 0; i < 8 && result != 0; i++) {
		raw_receive(raw);
		result = mbedtls_ssl_handshake(&raw->ssl);
		raw_send(raw);
		m_settle();
	}
	CHECK(result == 0);
}

/* Takes all that has arrived: the text or its length, and how it goes on. */
T_UNUSED static const char *raw_get(struct raw *raw)
{
	static char text[200];
	size_t all = 0;
	int n;
	raw_receive(raw);
	while ((n = mbedtls_ssl_read(&raw->ssl, (unsigned char *)text + (all < 100 ? all : 0), 100)) > 0)
		all += (size_t)n;
	if (all > 100)
		sprintf(text, "%zu bytes", all);
	else
		text[all] = 0;
	if (n == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY)
		strcat(text, "<farewell>");
	else if (n != MBEDTLS_ERR_SSL_WANT_READ)
		sprintf(text + strlen(text), "<%s>", m_error((unsigned long)n));
	return text;
}

/* Closes the socket, after all that has arrived was taken: else the other side would get ECONNRESET. */
T_UNUSED static void raw_close(struct raw *raw)
{
	raw_receive(raw);
	close(raw->fd);
	raw->fd = -1;
}

T_UNUSED static void raw_free(struct raw *raw)
{
	mbedtls_ssl_free(&raw->ssl);
	evbuffer_free(raw->in);
	evbuffer_free(raw->out);
	if (raw->fd >= 0)
		close(raw->fd);
}

/* A bufferevent over a pair of sockets and, on the other end, a bare peer of the other role. */
T_UNUSED static void side_and_raw(struct side *s, int is_server, struct raw *raw, int options)
{
	int fd[2];
	t_pair(fd);
	memset(s, 0, sizeof *s);
	s->is_server = is_server;
	side_on_socket(s, fd[0], options | BEV_OPT_CLOSE_ON_FREE);
	CHECK(bufferevent_enable(s->bev, EV_READ | EV_WRITE) == 0);
	raw_init(raw, !is_server, fd[1]);
}

/* Runs until they have shaken hands, and forgets what has been logged. */
T_UNUSED static void side_meet(struct side *s, struct raw *raw)
{
	raw_meet(raw);
	CHECK(same(s->log.text, " event CONNECTED"));
	s->log.text[0] = 0;
}

#endif
