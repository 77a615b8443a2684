/* What the TLS jobs and their floors share. */
#ifndef TLS_H
#define TLS_H

#include <openssl/ssl.h>

#include "floor.h"

#define PAIRS 100
#define TLS_BLOCK 65536 /* what bulk writes at once */

extern SSL_CTX *of_client, *of_server;

/* With a certificate that signs itself. */
void make_contexts(void);

void floor_tls_echo(void);
void floor_tls_bulk(void);

#endif
