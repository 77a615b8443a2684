/* Contexts and sessions of Mbed TLS in memory of their own. How large they are, only its headers tell. */
#include <stdlib.h>
#include <string.h>

#include <mbedtls/ssl.h>

/* A context, which comes first: who has a pointer to it has one to all. */
struct context {
	mbedtls_ssl_context ssl;
	void *owner;
};

mbedtls_ssl_context *libevent_mbedtls_context_new(const mbedtls_ssl_config *config, void *owner)
{
	struct context *context = malloc(sizeof(*context));

	if (!context)
		return NULL;
	context->owner = owner;
	mbedtls_ssl_init(&context->ssl);
	if (mbedtls_ssl_setup(&context->ssl, config) != 0) {
		mbedtls_ssl_free(&context->ssl);
		free(context);
		return NULL;
	}
	return &context->ssl;
}

void *libevent_mbedtls_context_owner(const mbedtls_ssl_context *ssl)
{
	return ((const struct context *)ssl)->owner;
}

void libevent_mbedtls_context_free(mbedtls_ssl_context *ssl)
{
	mbedtls_ssl_free(ssl);
	free(ssl);
}

void libevent_mbedtls_session_free(mbedtls_ssl_session *session)
{
	mbedtls_ssl_session_free(session);
	free(session);
}

/* A copy of a connection's session. */
mbedtls_ssl_session *libevent_mbedtls_session_of(const mbedtls_ssl_context *ssl)
{
	mbedtls_ssl_session *session = malloc(sizeof(*session));

	if (!session)
		return NULL;
	mbedtls_ssl_session_init(session);
	if (mbedtls_ssl_get_session(ssl, session) != 0) {
		libevent_mbedtls_session_free(session);
		return NULL;
	}
	return session;
}

/* Whether a certificate is for an IP address. Mbed TLS keeps the addresses of a certificate, and compares only names. */
int libevent_mbedtls_is_for_address(const mbedtls_x509_crt *certificate, const unsigned char *address, size_t len)
{
	const int tag = MBEDTLS_ASN1_CONTEXT_SPECIFIC | MBEDTLS_X509_SAN_IP_ADDRESS;
	const mbedtls_x509_sequence *each;

	for (each = &certificate->subject_alt_names; each; each = each->next)
		if (each->buf.tag == tag && each->buf.len == len && memcmp(each->buf.p, address, len) == 0)
			return 1;
	return 0;
}
