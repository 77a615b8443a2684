/* Settings of clients or of a server, and all that they refer to. How large that is, only Mbed TLS's headers tell. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/ecp.h>
#include <mbedtls/entropy.h>
#include <mbedtls/ssl.h>
#include <mbedtls/ssl_ticket.h>
#include <mbedtls/version.h>

/* What clients keep goes on for so many seconds. */
#define TICKET_LIFETIME 86400

/* Names of application protocols. Connections point to the one that was agreed on: they stay as long as the settings. */
struct protocols {
	struct protocols *older;
	const char *names[];
};

struct libevent_mbedtls_settings {
	mbedtls_ssl_config config;
	mbedtls_entropy_context entropy;
	mbedtls_ctr_drbg_context random;
	mbedtls_ssl_ticket_context tickets;
	mbedtls_x509_crt chain;
	mbedtls_pk_context key;
	mbedtls_x509_crt *trusted;
	struct protocols *protocols;
};

/* The versions differ in who makes random numbers. */
#if MBEDTLS_VERSION_MAJOR < 3
static int parse_key(mbedtls_pk_context *key, const char *file, mbedtls_ctr_drbg_context *random)
{
	(void)random;
	return mbedtls_pk_parse_keyfile(key, file, NULL);
}

static int check_pair(const mbedtls_pk_context *public, const mbedtls_pk_context *key, mbedtls_ctr_drbg_context *random)
{
	(void)random;
	return mbedtls_pk_check_pair(public, key);
}

static void set_versions(mbedtls_ssl_config *config)
{
	mbedtls_ssl_conf_min_version(config, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
}

/* At the first use of a key on a curve, a table is made in it, and there is no lock for that. So it is made before there
 * are threads. */
static int prepare(const mbedtls_pk_context *key, mbedtls_ctr_drbg_context *random)
{
	mbedtls_ecp_keypair *pair;
	mbedtls_ecp_point point;
	mbedtls_mpi one;
	int result;

	if (!mbedtls_pk_can_do(key, MBEDTLS_PK_ECKEY))
		return 0;
	pair = mbedtls_pk_ec(*key);
	mbedtls_ecp_point_init(&point);
	mbedtls_mpi_init(&one);
	result = mbedtls_mpi_lset(&one, 1);
	if (result == 0)
		result = mbedtls_ecp_mul(&pair->grp, &point, &one, &pair->grp.G, mbedtls_ctr_drbg_random, random);
	mbedtls_mpi_free(&one);
	mbedtls_ecp_point_free(&point);
	return result;
}
#else
static int parse_key(mbedtls_pk_context *key, const char *file, mbedtls_ctr_drbg_context *random)
{
	return mbedtls_pk_parse_keyfile(key, file, NULL, mbedtls_ctr_drbg_random, random);
}

static int check_pair(const mbedtls_pk_context *public, const mbedtls_pk_context *key, mbedtls_ctr_drbg_context *random)
{
	return mbedtls_pk_check_pair(public, key, mbedtls_ctr_drbg_random, random);
}

/* TLS 1.3 wants more to be set up, and its tickets come after the handshake. */
static void set_versions(mbedtls_ssl_config *config)
{
	mbedtls_ssl_conf_min_tls_version(config, MBEDTLS_SSL_VERSION_TLS1_2);
	mbedtls_ssl_conf_max_tls_version(config, MBEDTLS_SSL_VERSION_TLS1_2);
}

static int prepare(const mbedtls_pk_context *key, mbedtls_ctr_drbg_context *random)
{
	(void)key;
	(void)random;
	return 0;
}
#endif

static void free_certificates(mbedtls_x509_crt *certificates)
{
	if (certificates) {
		mbedtls_x509_crt_free(certificates);
		free(certificates);
	}
}

void libevent_mbedtls_settings_free(struct libevent_mbedtls_settings *settings)
{
	while (settings->protocols) {
		struct protocols *older = settings->protocols->older;

		free(settings->protocols);
		settings->protocols = older;
	}
	mbedtls_ssl_config_free(&settings->config);
	free_certificates(settings->trusted);
	mbedtls_pk_free(&settings->key);
	mbedtls_x509_crt_free(&settings->chain);
	mbedtls_ssl_ticket_free(&settings->tickets);
	mbedtls_ctr_drbg_free(&settings->random);
	mbedtls_entropy_free(&settings->entropy);
	free(settings);
}

static int set_up(struct libevent_mbedtls_settings *settings, int is_server)
{
	mbedtls_ssl_config *config = &settings->config;

	if (mbedtls_ctr_drbg_seed(&settings->random, mbedtls_entropy_func, &settings->entropy, NULL, 0) != 0 ||
	    mbedtls_ssl_config_defaults(config, is_server ? MBEDTLS_SSL_IS_SERVER : MBEDTLS_SSL_IS_CLIENT,
	        MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT) != 0)
		return -1;
	mbedtls_ssl_conf_rng(config, mbedtls_ctr_drbg_random, &settings->random);
	mbedtls_ssl_conf_authmode(config, is_server ? MBEDTLS_SSL_VERIFY_NONE : MBEDTLS_SSL_VERIFY_REQUIRED);
	set_versions(config);
	return 0;
}

struct libevent_mbedtls_settings *libevent_mbedtls_settings_new(int is_server)
{
	struct libevent_mbedtls_settings *settings = calloc(1, sizeof(*settings));

	if (!settings)
		return NULL;
	mbedtls_ssl_config_init(&settings->config);
	mbedtls_entropy_init(&settings->entropy);
	mbedtls_ctr_drbg_init(&settings->random);
	mbedtls_ssl_ticket_init(&settings->tickets);
	mbedtls_x509_crt_init(&settings->chain);
	mbedtls_pk_init(&settings->key);
	if (set_up(settings, is_server) != 0) {
		libevent_mbedtls_settings_free(settings);
		return NULL;
	}
	return settings;
}

const mbedtls_ssl_config *libevent_mbedtls_settings_config(const struct libevent_mbedtls_settings *settings)
{
	return &settings->config;
}

/* Trusts these, which are taken over, and nobody else. */
static int trust(struct libevent_mbedtls_settings *settings, mbedtls_x509_crt *certificates)
{
	mbedtls_x509_crt *each;

	for (each = certificates; each; each = each->next)
		if (prepare(&each->pk, &settings->random) != 0)
			return -1;
	mbedtls_ssl_conf_ca_chain(&settings->config, certificates, NULL);
	free_certificates(settings->trusted);
	settings->trusted = certificates;
	return 0;
}

/* Trusts those that `parse` finds at a path, and nobody else. Certificates of kinds that Mbed TLS does not know are left
 * out. Gives an error of Mbed TLS. */
static int trust_path(struct libevent_mbedtls_settings *settings, const char *path,
    int (*parse)(mbedtls_x509_crt *, const char *))
{
	mbedtls_x509_crt *certificates = malloc(sizeof(*certificates));
	int result;

	if (!certificates)
		return MBEDTLS_ERR_X509_ALLOC_FAILED;
	mbedtls_x509_crt_init(certificates);
	result = path ? parse(certificates, path) : 0;
	if (result >= 0 && trust(settings, certificates) == 0)
		return 0;
	free_certificates(certificates);
	return result < 0 ? result : MBEDTLS_ERR_X509_ALLOC_FAILED;
}

int libevent_mbedtls_settings_trust(struct libevent_mbedtls_settings *settings, const char *file)
{
	return trust_path(settings, file, mbedtls_x509_crt_parse_file);
}

static int is_no_memory(int error)
{
	return error == MBEDTLS_ERR_X509_ALLOC_FAILED || error == MBEDTLS_ERR_PK_ALLOC_FAILED;
}

/* Trusts whom the system trusts, which may be nobody. The variable is OpenSSL's. */
int libevent_mbedtls_settings_trust_system(struct libevent_mbedtls_settings *settings)
{
	const char *file = secure_getenv("SSL_CERT_FILE");
	int error = trust_path(settings, file ? file : "/etc/ssl/certs/ca-certificates.crt", mbedtls_x509_crt_parse_file);

	if (error != 0 && !is_no_memory(error) && !file)
		error = trust_path(settings, "/etc/ssl/certs", mbedtls_x509_crt_parse_path);
	if (error != 0 && !is_no_memory(error))
		error = trust_path(settings, NULL, NULL);
	return error;
}

/* Has a server use a certificate, with those that lead to the root, and its key. */
int libevent_mbedtls_settings_own(struct libevent_mbedtls_settings *settings, const char *chain, const char *key)
{
	if (mbedtls_x509_crt_parse_file(&settings->chain, chain) != 0 ||
	    parse_key(&settings->key, key, &settings->random) != 0 ||
	    check_pair(&settings->chain.pk, &settings->key, &settings->random) != 0 ||
	    prepare(&settings->key, &settings->random) != 0)
		return -1;
	return mbedtls_ssl_conf_own_cert(&settings->config, &settings->chain, &settings->key);
}

/* Has a server give tickets, with which clients go on with their sessions. `parse` gets the tickets that come back; it
 * has mbedtls_ssl_ticket_parse() look at them. */
int libevent_mbedtls_settings_give_tickets(struct libevent_mbedtls_settings *settings, mbedtls_ssl_ticket_parse_t *parse)
{
	int result = mbedtls_ssl_ticket_setup(&settings->tickets, mbedtls_ctr_drbg_random, &settings->random,
	    MBEDTLS_CIPHER_AES_256_GCM, TICKET_LIFETIME);

	if (result == 0)
		mbedtls_ssl_conf_session_tickets_cb(&settings->config, mbedtls_ssl_ticket_write, parse, &settings->tickets);
	return result;
}

/* Sets the application protocols. Each name has a NUL behind it. */
int libevent_mbedtls_settings_set_protocols(struct libevent_mbedtls_settings *settings, const char *names, size_t len,
    size_t count)
{
	size_t list = sizeof(struct protocols) + (count + 1) * sizeof(const char *), i;
	struct protocols *protocols = malloc(list + len);
	char *name = (char *)protocols + list;

	if (!protocols)
		return -1;
	memcpy(name, names, len);
	for (i = 0; i < count; i++, name += strlen(name) + 1)
		protocols->names[i] = name;
	protocols->names[count] = NULL;
	if (mbedtls_ssl_conf_alpn_protocols(&settings->config, protocols->names) != 0) {
		free(protocols);
		return -1;
	}
	protocols->older = settings->protocols;
	settings->protocols = protocols;
	return 0;
}
