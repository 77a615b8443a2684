/* Contexts of Mbed TLS in memory of their own. How large they are, only its headers tell. */
#include <stdlib.h>

#include <mbedtls/ssl.h>

mbedtls_ssl_context *libevent_mbedtls_context_new(const mbedtls_ssl_config *config)
{
	mbedtls_ssl_context *context = malloc(sizeof(*context));

	if (!context)
		return NULL;
	mbedtls_ssl_init(context);
	if (mbedtls_ssl_setup(context, config) != 0) {
		mbedtls_ssl_free(context);
		free(context);
		return NULL;
	}
	return context;
}

void libevent_mbedtls_context_free(mbedtls_ssl_context *context)
{
	mbedtls_ssl_free(context);
	free(context);
}
