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

struct bufferevent;
struct event_base;

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

/* ---- With any of the TLS libraries. */

/** The flags of a bufferevent with TLS: BUFFEREVENT_SSL_ values; EV_UINT64_MAX for any other. */
ev_uint64_t bufferevent_ssl_get_flags(struct bufferevent *bev);

/** Sets flags, and leaves the others as they are. Returns those there were; EV_UINT64_MAX on failure. */
ev_uint64_t bufferevent_ssl_set_flags(struct bufferevent *bev,
                                      ev_uint64_t flags);

/** Clears flags, and leaves the others as they are. Returns those there were; EV_UINT64_MAX on failure. */
ev_uint64_t bufferevent_ssl_clear_flags(struct bufferevent *bev,
                                        ev_uint64_t flags);

/* ---- With OpenSSL: link with -levent_openssl, -lssl and -lcrypto. */

/** Makes a bufferevent that speaks TLS on top of another one, which it takes over, through an SSL. With
 * BEV_OPT_CLOSE_ON_FREE, both are freed with it. NULL on failure; then the SSL is freed too, with that option.
 */
struct bufferevent *bufferevent_openssl_filter_new(struct event_base *base,
                                                   struct bufferevent *underlying,
                                                   struct ssl_st *ssl,
                                                   enum bufferevent_ssl_state state,
                                                   int options);

/** Makes a bufferevent that speaks TLS on a socket through an SSL. If `fd` is negative, it is the SSL's, or one to come:
 * bufferevent_socket_connect() connects it. The event callback is called with BEV_EVENT_CONNECTED after the handshake.
 * With BEV_OPT_CLOSE_ON_FREE, socket and SSL are freed with it. NULL on failure; then the SSL is freed
 * too, with that option.
 */
struct bufferevent *bufferevent_openssl_socket_new(struct event_base *base,
                                                   evutil_socket_t fd,
                                                   struct ssl_st *ssl,
                                                   enum bufferevent_ssl_state state,
                                                   int options);

/** The SSL of a bufferevent; NULL if it has none. */
struct ssl_st *bufferevent_openssl_get_ssl(struct bufferevent *bufev);

/** Whether a connection that ends without the proper farewell is an end of file, and not an error; -1 for other
 * bufferevents. Use bufferevent_ssl_get_flags() instead.
 */
int bufferevent_openssl_get_allow_dirty_shutdown(struct bufferevent *bev);

/** Says whether a connection that ends without the proper farewell is an end of file, and not an error. Anybody could end
 * it so. Use bufferevent_ssl_set_flags() instead.
 */
void bufferevent_openssl_set_allow_dirty_shutdown(struct bufferevent *bev,
                                                  int allow_dirty_shutdown);

/** Takes the oldest of OpenSSL's errors that the connection has failed with; 0 if there is none. */
unsigned long bufferevent_get_openssl_error(struct bufferevent *bev);

/** Begins a new handshake, which TLS 1.3 does not have. Returns -1 on failure. */
int bufferevent_ssl_renegotiate(struct bufferevent *bev);

/* ---- With Mbed TLS: link with -levent_mbedtls, -lmbedtls, -lmbedx509 and -lmbedcrypto. */

/** Makes a context with settings, which have to stay. NULL on failure. */
mbedtls_dyncontext *bufferevent_mbedtls_dyncontext_new(struct mbedtls_ssl_config *conf);

/** Frees a context that no bufferevent owns. */
void bufferevent_mbedtls_dyncontext_free(mbedtls_dyncontext *ctx);

/** Makes a bufferevent that speaks TLS on top of another one, which it takes over, with a context of
 * bufferevent_mbedtls_dyncontext_new(). With BEV_OPT_CLOSE_ON_FREE, both are freed with it. NULL on failure; then both
 * are still the caller's.
 */
struct bufferevent *bufferevent_mbedtls_filter_new(struct event_base *base,
                                                   struct bufferevent *underlying,
                                                   mbedtls_dyncontext *ssl,
                                                   enum bufferevent_ssl_state state,
                                                   int options);

/** Makes a bufferevent that speaks TLS on a socket, or, if `fd` is negative, on one to come: bufferevent_socket_connect()
 * connects it. Whether it is a client is for the context's settings to say. The event callback is called with
 * BEV_EVENT_CONNECTED after the handshake. With BEV_OPT_CLOSE_ON_FREE, socket and context are freed with it. NULL on
 * failure; then both are still the caller's.
 */
struct bufferevent *bufferevent_mbedtls_socket_new(struct event_base *base,
                                                   evutil_socket_t fd,
                                                   mbedtls_dyncontext *ssl,
                                                   enum bufferevent_ssl_state state,
                                                   int options);

/** The context of a bufferevent; NULL if it has none. */
struct mbedtls_ssl_context *bufferevent_mbedtls_get_ssl(struct bufferevent *bufev);

/** Whether a connection that ends without the proper farewell is an end of file, and not an error; -1 for other
 * bufferevents. Use bufferevent_ssl_get_flags() instead.
 */
int bufferevent_mbedtls_get_allow_dirty_shutdown(struct bufferevent *bev);

/** Says whether a connection that ends without the proper farewell is an end of file, and not an error. Anybody could end
 * it so. Use bufferevent_ssl_set_flags() instead.
 */
void bufferevent_mbedtls_set_allow_dirty_shutdown(struct bufferevent *bev,
                                                  int allow_dirty_shutdown);

/** Takes the oldest of the errors that the connection has failed with, as `(int)` one of Mbed TLS's; 0 if there is none. */
unsigned long bufferevent_get_mbedtls_error(struct bufferevent *bev);

/** Begins a new handshake, if the settings allow that. Returns -1 on failure. */
int bufferevent_mbedtls_renegotiate(struct bufferevent *bev);

#ifdef __cplusplus
}
#endif

#endif
