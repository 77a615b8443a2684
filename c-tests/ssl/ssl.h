/* What the tests of OpenSSL share: a key and certificates that live in memory only, two bufferevents that talk,
 * and a bare OpenSSL peer that does nothing by itself. The callbacks write to logs, see b_log in bufferevent/kit.h.
 *
 * Everything is to be made with one SSL_CTX for each role: ssl_start() makes both. */
#ifndef SSL_SSL_H
#define SSL_SSL_H

#include "bufferevent/kit.h"

#include <netinet/tcp.h>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <event2/bufferevent_ssl.h>

/* An OpenSSL call that has to work for the test to make sense. */
#define NEED(expr) ((void)((expr) || (SAY("%s:%d: %s\n", __FILE__, __LINE__, #expr), exit(2), 0)))

static SSL_CTX *client_ctx T_UNUSED, *server_ctx T_UNUSED;
static const int ssl_versions[] T_UNUSED = { TLS1_2_VERSION, TLS1_3_VERSION };

T_UNUSED static const char *ssl_version_name(int version)
{
	return version == TLS1_2_VERSION ? "TLS 1.2" : version == TLS1_3_VERSION ? "TLS 1.3" : "TLS";
}

/* The key of all certificates. */
T_UNUSED static EVP_PKEY *ssl_key(void)
{
	static EVP_PKEY *key;
	if (!key)
		NEED(key = EVP_EC_gen("P-256"));
	return key;
}

/* A self-signed certificate for HOST, valid from FROM to TO days from now. */
T_UNUSED static X509 *ssl_certificate(const char *host, int from, int to)
{
	X509 *cert = X509_new();
	X509_NAME *name;
	NEED(cert && X509_set_version(cert, 2) && ASN1_INTEGER_set(X509_get_serialNumber(cert), 1));
	NEED(X509_gmtime_adj(X509_getm_notBefore(cert), from * 86400L));
	NEED(X509_gmtime_adj(X509_getm_notAfter(cert), to * 86400L));
	name = X509_get_subject_name(cert);
	NEED(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)host, -1, -1, 0));
	NEED(X509_set_issuer_name(cert, name) && X509_set_pubkey(cert, ssl_key()) &&
	    X509_sign(cert, ssl_key(), EVP_sha256()));
	return cert;
}

/* A context for servers or clients of one version of TLS, or of any if that is 0. */
T_UNUSED static SSL_CTX *ssl_context(int is_server, int version)
{
	SSL_CTX *ctx = SSL_CTX_new(is_server ? TLS_server_method() : TLS_client_method());
	NEED(ctx && SSL_CTX_set_min_proto_version(ctx, version) && SSL_CTX_set_max_proto_version(ctx, version));
	if (is_server) {
		static X509 *cert;
		if (!cert)
			cert = ssl_certificate("localhost", -1, 30);
		NEED(SSL_CTX_use_certificate(ctx, cert) && SSL_CTX_use_PrivateKey(ctx, ssl_key()));
	}
	return ctx;
}

static int ssl_freed T_UNUSED; /* so many SSL objects were freed */

T_UNUSED static void ssl_count_free(void *ssl, void *ptr, CRYPTO_EX_DATA *ad, int index, long argl, void *argp)
{
	ssl_freed++;
}

/* Begins the test, or goes on with another version of TLS. */
T_UNUSED static void ssl_start(int version)
{
	if (!client_ctx) {
		signal(SIGPIPE, SIG_IGN);
		NEED(SSL_get_ex_new_index(0, NULL, NULL, NULL, ssl_count_free) >= 0);
	}
	SSL_CTX_free(client_ctx);
	SSL_CTX_free(server_ctx);
	client_ctx = ssl_context(0, version);
	server_ctx = ssl_context(1, version);
}

T_UNUSED static SSL *ssl_new(int is_server)
{
	SSL *ssl = SSL_new(is_server ? server_ctx : client_ctx);
	NEED(ssl);
	return ssl;
}

/* An error of OpenSSL in words. What SSL_get_error returns is among the errors that bufferevents keep, too. */
T_UNUSED static const char *ssl_error(unsigned long error)
{
	static char texts[4][100];
	static int turn;
	char *text = texts[turn++ % 4];
	const char *reason = ERR_SYSTEM_ERROR(error) ? t_errno(ERR_GET_REASON(error)) : ERR_reason_error_string(error);
	if (reason)
		return reason;
	sprintf(text, "code %lu", error);
	return text;
}

/* As log_event, and with the errors that the bufferevent has kept. */
T_UNUSED static void log_ssl_event(struct bufferevent *bev, short what, void *log)
{
	unsigned long error;
	log_event(bev, what, log);
	while ((error = bufferevent_get_openssl_error(bev)) != 0)
		LOG((struct b_log *)log, " (%s)", ssl_error(error));
}

/* One side of a connection. */
struct side {
	int is_server;
	SSL *ssl;
	struct bufferevent *bev;
	struct b_log log;
};

#define SSL_START(is_server) ((is_server) ? BUFFEREVENT_SSL_ACCEPTING : BUFFEREVENT_SSL_CONNECTING)

/* Has a side with its bufferevent log everything, read and write. */
T_UNUSED static void side_log(struct side *s)
{
	NEED(s->bev);
	b_log(s->bev, &s->log, s->is_server ? "server" : "client");
	bufferevent_setcb(s->bev, log_read, log_write, log_ssl_event, &s->log);
	CHECK(bufferevent_enable(s->bev, EV_READ | EV_WRITE) == 0);
}

/* A new side. Has it an SSL already, that is taken. */
T_UNUSED static void side_on_socket(struct side *s, struct event_base *base, int fd, int options)
{
	if (!s->ssl)
		s->ssl = ssl_new(s->is_server);
	s->bev = bufferevent_openssl_socket_new(base, fd, s->ssl, SSL_START(s->is_server), options);
	side_log(s);
}

T_UNUSED static void side_on(struct side *s, struct event_base *base, struct bufferevent *below, int options)
{
	if (!s->ssl)
		s->ssl = ssl_new(s->is_server);
	s->bev = bufferevent_openssl_filter_new(base, below, s->ssl, SSL_START(s->is_server), options);
	side_log(s);
}

/* A client and a server, both[0] and both[1], without anything yet. */
T_UNUSED static void sides_init(struct side both[2])
{
	memset(both, 0, 2 * sizeof *both);
	both[1].is_server = 1;
}

/* The ways in which two sides talk. */
typedef void (*talk_fn)(struct side both[2], struct event_base *base, int options);

T_UNUSED static void over_sockets(struct side both[2], struct event_base *base, int options)
{
	int fd[2];
	t_pair(fd);
	for (int i = 0; i < 2; i++)
		side_on_socket(&both[i], base, fd[i], options);
}

T_UNUSED static void over_tcp(struct side both[2], struct event_base *base, int options)
{
	int fd[2], now = 1;
	tcp_pair(fd);
	for (int i = 0; i < 2; i++) {
		CHECK(setsockopt(fd[i], IPPROTO_TCP, TCP_NODELAY, &now, sizeof now) == 0);
		side_on_socket(&both[i], base, fd[i], options);
	}
}

T_UNUSED static void over_filters(struct side both[2], struct event_base *base, int options)
{
	int fd[2];
	t_pair(fd);
	for (int i = 0; i < 2; i++)
		side_on(&both[i], base, bufferevent_socket_new(base, fd[i], options), options);
}

T_UNUSED static void over_pair(struct side both[2], struct event_base *base, int options)
{
	struct bufferevent *pair[2];
	NEED(bufferevent_pair_new(base, options, pair) == 0);
	for (int i = 0; i < 2; i++)
		side_on(&both[i], base, pair[i], options);
}

static const struct { const char *name; talk_fn start; } ssl_ways[] T_UNUSED = {
	{ "sockets", over_sockets }, { "TCP", over_tcp }, { "filters", over_filters }, { "pair", over_pair },
};

/* Runs until nothing happens any more; what TCP does may take a moment. */
T_UNUSED static void ssl_settle(struct event_base *base)
{
	for (int i = 0; i < 8; i++) {
		if (i > 4)
			sleep_ms(1);
		CHECK(event_base_loop(base, EVLOOP_NONBLOCK) >= 0);
	}
}

/* Prints what the sides have logged, and their states; without a bufferevent only the log. */
T_UNUSED static void sides_show(struct side both[2])
{
	for (int i = 0; i < 2; i++)
		b_show(&both[i].log, both[i].bev);
}

/* Runs until both have shaken hands, and forgets what has been logged. */
T_UNUSED static void sides_meet(struct side both[2], struct event_base *base)
{
	ssl_settle(base);
	for (int i = 0; i < 2; i++) {
		CHECK(same(both[i].log.text, " event CONNECTED"));
		both[i].log.text[0] = 0;
	}
}

/* Frees both, which were made with BEV_OPT_CLOSE_ON_FREE. */
T_UNUSED static void sides_free(struct side both[2], struct event_base *base)
{
	int before = ssl_freed, there = 0;
	for (int i = 0; i < 2; i++) {
		if (!both[i].bev)
			continue;
		bufferevent_setcb(both[i].bev, NULL, NULL, NULL, NULL);
		bufferevent_free(both[i].bev);
		both[i].bev = NULL;
		there++;
	}
	ssl_settle(base);
	CHECK(ssl_freed == before + there);
}

/* A peer that is driven by hand. SSL reads and writes memory; what is moved between that and the socket, and when,
 * the test decides. */
struct raw {
	SSL *ssl;
	int fd;
	BIO *in, *out;
	int gone; /* errno of the socket, or -1 for its end; 0 while it is open */
};

T_UNUSED static void raw_init(struct raw *raw, int is_server, int fd)
{
	raw->ssl = ssl_new(is_server);
	raw->fd = fd;
	raw->in = BIO_new(BIO_s_mem());
	raw->out = BIO_new(BIO_s_mem());
	raw->gone = 0;
	SSL_set_bio(raw->ssl, raw->in, raw->out);
	if (is_server)
		SSL_set_accept_state(raw->ssl);
	else
		SSL_set_connect_state(raw->ssl);
}

/* Takes all that has arrived at the socket, for SSL to see. */
T_UNUSED static void raw_receive(struct raw *raw)
{
	static char data[65536];
	ssize_t n;
	while (!raw->gone && (n = recv(raw->fd, data, sizeof data, MSG_DONTWAIT)) != -1) {
		if (n == 0)
			raw->gone = -1;
		else
			NEED(BIO_write(raw->in, data, (int)n) == n);
	}
	if (!raw->gone && errno != EAGAIN)
		raw->gone = errno;
}

/* How many bytes SSL wants to send. */
T_UNUSED static size_t raw_waiting(struct raw *raw) { return BIO_ctrl_pending(raw->out); }

/* Sends at most N of them. */
T_UNUSED static void raw_send_some(struct raw *raw, size_t n)
{
	static char data[65536];
	while (n && raw_waiting(raw)) {
		int got = BIO_read(raw->out, data, (int)(n < sizeof data ? n : sizeof data));
		if (send(raw->fd, data, (size_t)got, MSG_NOSIGNAL) != got && !raw->gone)
			raw->gone = errno;
		n -= (size_t)got;
	}
}

T_UNUSED static void raw_send(struct raw *raw) { raw_send_some(raw, (size_t)-1); }

/* Shakes hands as far as that goes. */
T_UNUSED static void raw_turn(struct raw *raw)
{
	raw_receive(raw);
	SSL_do_handshake(raw->ssl);
	raw_send(raw);
}

/* Shakes hands with what runs in BASE. */
T_UNUSED static void raw_meet(struct raw *raw, struct event_base *base)
{
	for (int i = 0; i < 8; i++) {
		raw_turn(raw);
		ssl_settle(base);
	}
	CHECK(SSL_is_init_finished(raw->ssl));
}

/* Says something, which raw_send then sends. */
T_UNUSED static void raw_put(struct raw *raw, const char *text)
{
	CHECK(SSL_write(raw->ssl, text, (int)strlen(text)) == (int)strlen(text));
}

T_UNUSED static void raw_say(struct raw *raw, const char *text)
{
	raw_put(raw, text);
	raw_send(raw);
}

/* Says farewell. */
T_UNUSED static void raw_farewell(struct raw *raw)
{
	SSL_shutdown(raw->ssl);
	raw_send(raw);
}

/* Takes all that has arrived: the text or its length, and how it goes on. */
T_UNUSED static const char *raw_get(struct raw *raw)
{
	static char texts[4][200];
	static char data[1 << 16];
	static int turn;
	char *text = texts[turn++ % 4];
	size_t all = 0;
	int n, why;
	raw_receive(raw);
	ERR_clear_error();
	while ((n = SSL_read(raw->ssl, data + (all < 100 ? all : 0), sizeof data - 100)) > 0)
		all += (size_t)n;
	why = SSL_get_error(raw->ssl, n);
	if (all > 100)
		sprintf(text, "%zu bytes", all);
	else
		sprintf(text, "%.*s", (int)all, data);
	if (why == SSL_ERROR_ZERO_RETURN)
		strcat(text, "<farewell>");
	else if (why != SSL_ERROR_WANT_READ)
		sprintf(text + strlen(text), "<%s>", ssl_error(ERR_peek_error()));
	if (raw->gone == -1)
		strcat(text, "<end>");
	else if (raw->gone)
		sprintf(text + strlen(text), "<%s>", t_errno(raw->gone));
	ERR_clear_error();
	return text;
}

/* Frees the SSL and closes the socket. */
T_UNUSED static void raw_free(struct raw *raw)
{
	SSL_free(raw->ssl);
	if (raw->fd >= 0)
		close(raw->fd);
	ERR_clear_error();
}

/* A bufferevent over a pair of sockets and, on the other end, a bare peer of the other role. */
T_UNUSED static void side_and_raw(struct side *s, int is_server, struct raw *raw, struct event_base *base, int options)
{
	int fd[2];
	t_pair(fd);
	memset(s, 0, sizeof *s);
	s->is_server = is_server;
	side_on_socket(s, base, fd[0], options);
	raw_init(raw, !is_server, fd[1]);
}

/* Runs until they have shaken hands, and forgets what has been logged. */
T_UNUSED static void side_meet(struct side *s, struct raw *raw, struct event_base *base)
{
	raw_meet(raw, base);
	CHECK(same(s->log.text, " event CONNECTED"));
	CHECK(same(raw_get(raw), ""));
	s->log.text[0] = 0;
}

T_UNUSED static void side_show(struct side *s) { b_show(&s->log, s->bev); }

/* Frees a bufferevent that was made with BEV_OPT_CLOSE_ON_FREE, and its peer. */
T_UNUSED static void side_free(struct side *s, struct raw *raw, struct event_base *base)
{
	if (s->bev)
		bufferevent_free(s->bev);
	s->bev = NULL;
	ssl_settle(base);
	raw_free(raw);
}

#endif
