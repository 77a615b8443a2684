/* TLS with OpenSSL over socket pairs, client and server in one loop: echo and bulk. Handshakes are not counted. */
#include <stdio.h>
#include <string.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "tls.h"

SSL_CTX *of_client, *of_server;
static struct bufferevent *clients[PAIRS];
static int connected;

void make_contexts(void)
{
	EVP_PKEY *key = must(EVP_EC_gen("P-256"), "EVP_EC_gen");
	X509 *cert = must(X509_new(), "X509_new");

	of_client = must(SSL_CTX_new(TLS_client_method()), "SSL_CTX_new");
	of_server = must(SSL_CTX_new(TLS_server_method()), "SSL_CTX_new");
	X509_gmtime_adj(X509_getm_notBefore(cert), 0);
	X509_gmtime_adj(X509_getm_notAfter(cert), 3600);
	X509_set_pubkey(cert, key);
	if (!X509_sign(cert, key, EVP_sha256()) || SSL_CTX_use_certificate(of_server, cert) != 1 ||
	    SSL_CTX_use_PrivateKey(of_server, key) != 1)
		die("the certificate");
	X509_free(cert);
	EVP_PKEY_free(key);
}

static void happened(struct bufferevent *bev, short what, void *arg)
{
	(void)bev;
	(void)arg;
	if (what != BEV_EVENT_CONNECTED)
		die("a connection");
	connected++;
}

static struct bufferevent *tls(evutil_socket_t s, SSL_CTX *context, enum bufferevent_ssl_state state)
{
	SSL *ssl = must(SSL_new(context), "SSL_new");
	struct bufferevent *bev;

	evutil_make_socket_nonblocking(s);
	bev = must(bufferevent_openssl_socket_new(base, s, ssl, state, BEV_OPT_CLOSE_ON_FREE),
	    "bufferevent_openssl_socket_new");
	bufferevent_setcb(bev, NULL, NULL, happened, NULL);
	bufferevent_enable(bev, EV_READ | EV_WRITE);
	return bev;
}

/* Makes pairs whose clients are in clients, and has them shake hands. */
static void connect_pairs(int pairs, bufferevent_data_cb client, bufferevent_data_cb server)
{
	struct bufferevent *servers[PAIRS];
	evutil_socket_t s[2];

	make_contexts();
	for (int i = 0; i < pairs; i++) {
		socket_pair(s);
		clients[i] = tls(s[0], of_client, BUFFEREVENT_SSL_CONNECTING);
		servers[i] = tls(s[1], of_server, BUFFEREVENT_SSL_ACCEPTING);
	}
	while (connected < 2 * pairs)
		event_base_loop(base, EVLOOP_ONCE);
	/* Tickets are on their way still. */
	for (int i = 0; i < 4; i++)
		event_base_loop(base, EVLOOP_NONBLOCK);
	for (int i = 0; i < pairs; i++) {
		bufferevent_setcb(clients[i], client, NULL, happened, NULL);
		bufferevent_setcb(servers[i], server, NULL, happened, NULL);
	}
}

/* ---- one message at a time on each pair ---- */

static char message[MESSAGE];
static long sent;

static void send_one(struct bufferevent *bev)
{
	if (sent == wanted)
		return;
	sent++;
	if (bufferevent_write(bev, message, sizeof message))
		die("bufferevent_write");
}

static void answered(struct bufferevent *bev, void *arg)
{
	char got[MESSAGE];
	(void)arg;
	if (bufferevent_read(bev, got, sizeof got) != sizeof got)
		die("bufferevent_read");
	if (++done == wanted)
		event_base_loopbreak(base);
	else
		send_one(bev);
}

static void answer(struct bufferevent *bev, void *arg)
{
	(void)arg;
	if (bufferevent_write_buffer(bev, bufferevent_get_input(bev)))
		die("bufferevent_write_buffer");
}

static void job_echo(void)
{
	connect_pairs(PAIRS, answered, answer);
	for (int i = 0; i < PAIRS; i++)
		send_one(clients[i]);
	measured(turn_until_done);
}

/* ---- bulk ---- */

static char block[TLS_BLOCK];
static long received;

static void refill(struct bufferevent *bev, void *arg)
{
	(void)arg;
	if (bufferevent_write(bev, block, sizeof block))
		die("bufferevent_write");
}

static void swallow(struct bufferevent *bev, void *arg)
{
	struct evbuffer *input = bufferevent_get_input(bev);
	size_t n = evbuffer_get_length(input);
	(void)arg;
	evbuffer_drain(input, n);
	received += (long)n;
	done = received / MEGABYTE;
	if (done >= wanted)
		event_base_loopbreak(base);
}

static void job_bulk(void)
{
	connect_pairs(1, NULL, swallow);
	bufferevent_setwatermark(clients[0], EV_WRITE, TLS_BLOCK, 0);
	bufferevent_setcb(clients[0], NULL, refill, happened, NULL);
	refill(clients[0], NULL);
	measured(turn_until_done);
}

const struct job jobs[] = {
	{"tls-echo", 100000, 0, PAIRS, job_echo, "TLS: 64 bytes over 100 pairs"},
	{"tls-echo-floor", 100000, 0, PAIRS, floor_tls_echo, "the same with epoll, SSL_read and SSL_write"},
	{"tls-bulk", 400, 0, 1, job_bulk, "TLS: 1 MB in bulk"},
	{"tls-bulk-floor", 400, 0, 1, floor_tls_bulk, "the same with epoll, SSL_read and SSL_write"},
	{NULL, 0, 0, 0, NULL, NULL},
};
