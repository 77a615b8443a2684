/* What the tests of contexts share: certificates in files, made with libcrypto, and two sides that talk. */
#ifndef CONTEXTS_KIT_H
#define CONTEXTS_KIT_H

#include "bufferevent/kit.h"

#include <event2/bufferevent_tls.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#define NEED(expr) ((expr) ? (void)0 : (SAY("%s:%d: %s\n", __FILE__, __LINE__, #expr), exit(2)))

static struct event_base *base;

struct signer {
	EVP_PKEY *key;
	X509 *cert;
};

T_UNUSED static void extend(X509 *cert, int nid, const char *value)
{
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, nid, value);
	NEED(extension && X509_add_ext(cert, extension, -1));
	X509_EXTENSION_free(extension);
}

/* A certificate that is valid from FROM to TO, in days from now; for HOST, or of an authority if that is NULL. */
T_UNUSED static X509 *certificate(const struct signer *by, EVP_PKEY *key, const char *host, int from, int to)
{
	static long serial;
	char names[100];
	X509 *cert = X509_new();
	X509_NAME *name = cert ? X509_get_subject_name(cert) : NULL;
	const unsigned char *common = (const unsigned char *)(host ? host : "Test authority");
	NEED(name && X509_set_version(cert, 2) && ASN1_INTEGER_set(X509_get_serialNumber(cert), ++serial));
	NEED(X509_gmtime_adj(X509_getm_notBefore(cert), from * 86400L));
	NEED(X509_gmtime_adj(X509_getm_notAfter(cert), to * 86400L));
	NEED(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common, -1, -1, 0));
	NEED(X509_set_issuer_name(cert, by ? X509_get_subject_name(by->cert) : name));
	NEED(X509_set_pubkey(cert, key));
	extend(cert, NID_basic_constraints, host ? "critical,CA:FALSE" : "critical,CA:TRUE");
	if (host) {
		snprintf(names, sizeof names, "DNS:%s,IP:127.0.0.1", host);
		extend(cert, NID_subject_alt_name, names);
	}
	NEED(X509_sign(cert, by ? by->key : key, EVP_sha256()));
	return cert;
}

T_UNUSED static void to_file(const char *name, X509 *cert, EVP_PKEY *key)
{
	FILE *file = fopen(name, "w");
	NEED(file && (!cert || PEM_write_X509(file, cert)));
	NEED(!key || PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL));
	fclose(file);
}

/* Writes, in the working directory: ca.pem, other-ca.pem; key.pem, other-key.pem; and, signed by the first, localhost.pem
 * and expired.pem with key.pem as their key. */
T_UNUSED static void write_certificates(void)
{
	struct signer ca = { EVP_EC_gen("P-256"), NULL };
	EVP_PKEY *key = EVP_EC_gen("P-256"), *other = EVP_EC_gen("P-256");
	X509 *cert;
	NEED(ca.key && key && other);
	ca.cert = certificate(NULL, ca.key, NULL, -10, 10);
	to_file("ca.pem", ca.cert, NULL);
	to_file("key.pem", NULL, key);
	to_file("other-key.pem", NULL, other);
	to_file("other-ca.pem", cert = certificate(NULL, other, NULL, -10, 10), NULL);
	X509_free(cert);
	to_file("localhost.pem", cert = certificate(&ca, key, "localhost", -10, 10), NULL);
	X509_free(cert);
	to_file("expired.pem", cert = certificate(&ca, key, "localhost", -10, -5), NULL);
	X509_free(cert);
	X509_free(ca.cert);
	EVP_PKEY_free(ca.key);
	EVP_PKEY_free(key);
	EVP_PKEY_free(other);
}

static struct bufferevent_tls_context *of_client, *of_server;

/* Contexts with these files, for all that follows. */
T_UNUSED static void use(const char *ca, const char *cert)
{
	bufferevent_tls_context_free(of_client);
	bufferevent_tls_context_free(of_server);
	of_client = bufferevent_tls_context_new_client();
	of_server = bufferevent_tls_context_new_server(cert, "key.pem");
	NEED(of_client && of_server);
	CHECK(bufferevent_tls_context_trust_file(of_client, ca) == 0);
}

struct side {
	struct bufferevent *bev;
	struct b_log log;
	short seen;
	size_t got;
};

T_UNUSED static void side_event(struct bufferevent *bev, short what, void *arg)
{
	struct side *side = arg;
	side->seen |= what;
	log_event(bev, what, &side->log);
}

T_UNUSED static void side_read(struct bufferevent *bev, void *arg)
{
	struct side *side = arg;
	side->got += evbuffer_get_length(bufferevent_get_input(bev));
	log_read(bev, &side->log);
}

/* A side that is made already. */
T_UNUSED static void side_start(struct side *side, const char *name, struct bufferevent *bev)
{
	memset(side, 0, sizeof *side);
	NEED(side->bev = bev);
	side->log.name = name;
	bufferevent_setcb(bev, side_read, NULL, side_event, side);
	CHECK(bufferevent_enable(bev, EV_READ | EV_WRITE) == 0);
}

/* A client that wants HOST and a server, on a pair of sockets. */
T_UNUSED static void meet(struct side *client, struct side *server, const char *host)
{
	evutil_socket_t fd[2];
	t_pair(fd);
	side_start(client, "client", bufferevent_tls_client_new(base, fd[0], of_client, host, 0));
	side_start(server, "server", bufferevent_tls_server_new(base, fd[1], of_server, 0));
}

#define ENDS (BEV_EVENT_EOF | BEV_EVENT_ERROR)

/* Both know whether there is a connection. */
T_UNUSED static void until_met(struct side *client, struct side *server)
{
	UNTIL(base, (client->seen & (BEV_EVENT_CONNECTED | ENDS)) && (server->seen & (BEV_EVENT_CONNECTED | ENDS)));
}

/* What client and server then see of each other. */
T_UNUSED static void until_said(struct side *client, struct side *server)
{
	put_text(client->bev, "question");
	UNTIL(base, server->got >= 8);
	put_text(server->bev, "answer");
	UNTIL(base, client->got >= 6);
}

T_UNUSED static void side_free(struct side *side)
{
	bufferevent_free(side->bev);
	side->bev = NULL;
}

/* There is a reason, and what it says is for people. */
T_UNUSED static void has_reason(struct side *side)
{
	char text[200], little[5];
	int len = bufferevent_tls_get_reason(side->bev, text, sizeof text);
	CHECK(len > 3 && len == (int)strlen(text));
	CHECK(bufferevent_tls_get_reason(side->bev, little, sizeof little) == len);
	CHECK(strlen(little) == 4 && strncmp(little, text, 4) == 0);
	CHECK(bufferevent_tls_get_reason(side->bev, NULL, 0) == len);
	fprintf(stderr, "%s: %s\n", side->log.name, text);
}

T_UNUSED static void start(void)
{
	NEED(base = event_base_new());
	write_certificates();
	use("ca.pem", "localhost.pem");
}

T_UNUSED static int finish(void)
{
	bufferevent_tls_context_free(of_client);
	bufferevent_tls_context_free(of_server);
	event_base_free(base);
	return t_result();
}

#endif
