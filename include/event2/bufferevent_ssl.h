/* Generated from src/ffi/bufferevent_ssl.rs by tests/headers.rs: edit there. */

/** Bufferevents that speak TLS, through OpenSSL or mbedTLS, on a socket or on another bufferevent.
 *
 * Programs link with -levent_openssl or -levent_mbedtls, and with the TLS library itself.
 */
#ifndef EVENT2_BUFFEREVENT_SSL_H_INCLUDED_
#define EVENT2_BUFFEREVENT_SSL_H_INCLUDED_

#include <event2/bufferevent.h>
#include <event2/util.h>

#ifdef __cplusplus
extern "C" {
#endif

/** For bufferevent_ssl_set_flags(): a connection that ends without the proper farewell is an end
 * of file, not an error. An attacker can cut such a connection short unnoticed.
 */
#define BUFFEREVENT_SSL_DIRTY_SHUTDOWN 1

/** For bufferevent_ssl_set_flags(): gather small pieces of output into larger records. */
#define BUFFEREVENT_SSL_BATCH_WRITE 2

/** What the TLS object that is handed over is doing. */
enum bufferevent_ssl_state {
  /** The handshake is over. */
  BUFFEREVENT_SSL_OPEN = 0,
  /** It is a client that begins a handshake. */
  BUFFEREVENT_SSL_CONNECTING = 1,
  /** It is a server that awaits a handshake. */
  BUFFEREVENT_SSL_ACCEPTING = 2
};

/** The settings of mbedTLS connections. */
struct mbedtls_ssl_config;

/** The state of an mbedTLS connection. */
struct mbedtls_ssl_context;

/** OpenSSL's SSL. */
struct ssl_st;

/** An mbedTLS connection in memory that was allocated for it. */
typedef struct mbedtls_ssl_context mbedtls_dyncontext;

#ifdef __cplusplus
}
#endif

#endif
