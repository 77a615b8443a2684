/* Generated from src/ffi/bufferevent_tls.rs by tests/headers.rs: edit there. */

/** TLS for bufferevents, from any TLS library.
 *
 * A provider is a table of functions over one connection's TLS object. The library calls them when
 * the socket, or the bufferevent below, is ready, and does the rest: events, buffers, timeouts,
 * limits, locks. event2/bufferevent_ssl.h has the providers that come with the library.
 *
 * The functions of a provider never wait: they return BEV_TLS_WANT_READ or BEV_TLS_WANT_WRITE, and are
 * called again, with the same arguments, when that can be done. They are called by one thread at a time.
 */
#ifndef EVENT2_BUFFEREVENT_TLS_H_INCLUDED_
#define EVENT2_BUFFEREVENT_TLS_H_INCLUDED_

#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/util.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct bufferevent;
struct event_base;

/** How a function of a provider ended. */
enum bufferevent_tls_result {
  /** It is done. */
  BEV_TLS_DONE = 0,
  /** It has to wait for data from the other side. */
  BEV_TLS_WANT_READ = 1,
  /** It has to wait until data can be sent. */
  BEV_TLS_WANT_WRITE = 2,
  /** The other side has ended the connection with a farewell. */
  BEV_TLS_CLOSED = 3,
  /** The connection has ended without a farewell. */
  BEV_TLS_TRUNCATED = 4,
  /** It has failed: take_error() says why. */
  BEV_TLS_FAILED = 5,
  /** The socket has failed: errno says why. What the other side has sent before may still be read. */
  BEV_TLS_BROKEN = 6
};

/** The functions of a TLS library. `tls` is the TLS object of a connection. Those that are said to be
 * optional may be NULL.
 */
struct bufferevent_tls_provider {
  /** sizeof(struct bufferevent_tls_provider). */
  size_t size;
  /** Has TLS read from and write to a socket; a negative one is none. A connection that was made with a handshake
   * begins anew. Returns 0, or -1. Optional, if there are no bufferevents on sockets.
   */
  int (*set_fd)(void *tls, evutil_socket_t fd);
  /** Has TLS read from the input and write to the output of a bufferevent. Returns 0, or -1. Optional,
   * if there are none on others.
   */
  int (*set_underlying)(void *tls, struct bufferevent *underlying);
  /** Goes on with the handshake. */
  enum bufferevent_tls_result (*handshake)(void *tls);
  /** Reads up to `size` bytes, and stores how many. BEV_TLS_DONE if that is at least one. */
  enum bufferevent_tls_result (*read)(void *tls, void *data, size_t size, size_t *done);
  /** Writes up to `size` bytes, and stores how many. BEV_TLS_DONE if that is at least one. After
   * BEV_TLS_WANT_READ or _WRITE the same bytes come again, maybe from another address.
   */
  enum bufferevent_tls_result (*write)(void *tls,
                                       const void *data,
                                       size_t size,
                                       size_t *done);
  /** How many bytes can be read without new data from the other side; more than 0 also for what read()
   * would make of data that it holds otherwise, such as a farewell. Optional: without it, read() is
   * called until it says BEV_TLS_WANT_READ.
   */
  size_t (*pending)(void *tls);
  /** Makes the next handshake() begin a new one. Returns 0, or -1. Optional. */
  int (*renegotiate)(void *tls);
  /** Sends the farewell. Optional. */
  enum bufferevent_tls_result (*shutdown)(void *tls);
  /** With `on`, write() may keep back what there is to send, 64 KB or so at a time, until this is called without it, and
   * sends all. BEV_TLS_FAILED if it cannot keep anything back. Optional.
   */
  enum bufferevent_tls_result (*cork)(void *tls, int on);
  /** Takes the oldest error of the last failure; 0 if there is none. Optional. */
  unsigned long (*take_error)(void *tls);
  /** Writes the text for an error of take_error() to `buf`, as far as it fits into `size` bytes with a NUL behind it, and
   * gives the length of the whole. Optional.
   */
  size_t (*describe)(void *tls, unsigned long error, char *buf, size_t size);
  /** Frees the TLS object, with BEV_OPT_CLOSE_ON_FREE. Optional. */
  void (*free)(void *tls);
};

/** Makes a bufferevent that speaks TLS on a socket, or, if `fd` is negative, on one to come:
 * bufferevent_socket_connect() connects it. The event callback is called with BEV_EVENT_CONNECTED after
 * the handshake. With BEV_OPT_CLOSE_ON_FREE, socket and TLS object are freed with it. The provider has
 * to stay. NULL on failure; socket and TLS object are then still the caller's.
 */
struct bufferevent *bufferevent_tls_socket_new(struct event_base *base,
                                               evutil_socket_t fd,
                                               const struct bufferevent_tls_provider *provider,
                                               void *tls,
                                               enum bufferevent_ssl_state state,
                                               int options);

/** Makes a bufferevent that speaks TLS on top of another one, which it takes over. With
 * BEV_OPT_CLOSE_ON_FREE, that one and the TLS object are freed with it. The rest is as for
 * bufferevent_tls_socket_new().
 */
struct bufferevent *bufferevent_tls_filter_new(struct bufferevent *underlying,
                                               const struct bufferevent_tls_provider *provider,
                                               void *tls,
                                               enum bufferevent_ssl_state state,
                                               int options);

/** The TLS object of a bufferevent that `provider` serves; NULL for any other. */
void *bufferevent_tls_get_object(struct bufferevent *bev,
                                 const struct bufferevent_tls_provider *provider);

/** Takes the oldest error of the connection's last failure; 0 if there is none. */
unsigned long bufferevent_tls_get_error(struct bufferevent *bev);

/** Writes why the connection has ended to `buf`, as far as it fits into `size` bytes with a NUL behind it; for people to
 * read. Returns the length of the whole; -1 if it has not ended, or it is another bufferevent.
 */
int bufferevent_tls_get_reason(struct bufferevent *bev,
                               char *buf,
                               size_t size);

/** Begins a new handshake, after which the event callback is called as after the first. Returns -1 if the
 * provider cannot, or there is no connection.
 */
int bufferevent_tls_renegotiate(struct bufferevent *bev);

/** The flags of a bufferevent with TLS: BUFFEREVENT_SSL_ values; EV_UINT64_MAX for any other. */
ev_uint64_t bufferevent_tls_get_flags(struct bufferevent *bev);

/** Sets flags, and leaves the others as they are. Returns those there were; EV_UINT64_MAX on failure. */
ev_uint64_t bufferevent_tls_set_flags(struct bufferevent *bev,
                                      ev_uint64_t flags);

/** Clears flags, and leaves the others as they are. Returns those there were; EV_UINT64_MAX on failure. */
ev_uint64_t bufferevent_tls_clear_flags(struct bufferevent *bev,
                                        ev_uint64_t flags);

/* ---- With any of the TLS libraries: link with -levent_openssl, -levent_mbedtls or -levent_rustls. Each of them has these
 * functions, so the program says the same whichever it is.
 *
 * Clients verify who the server is, and go on with earlier sessions. The socket, or the bufferevent below, is always
 * closed with the bufferevent.
 */

/** The settings of clients, or of a server. One thread sets it up; then any may use it. */
struct bufferevent_tls_context;

/** Makes settings for clients. They verify that the server is who it says, and trust whom the system trusts. NULL on
 * failure.
 */
struct bufferevent_tls_context *bufferevent_tls_context_new_client(void);

/** Makes settings for a server from two files in the PEM format: its certificate, with those that lead to the root behind
 * it, and its key. NULL on failure.
 */
struct bufferevent_tls_context *bufferevent_tls_context_new_server(const char *chain_file,
                                                                   const char *key_file);

/** Frees settings. Connections that were made with them go on. */
void bufferevent_tls_context_free(struct bufferevent_tls_context *context);

/** Has clients trust the certificates in a file in the PEM format, and nobody else; for example a company's own, or
 * one that signs itself. Returns -1 on failure.
 */
int bufferevent_tls_context_trust_file(struct bufferevent_tls_context *context,
                                       const char *file);

/** Sets the application protocols (ALPN, RFC 7301), the best first and with commas between them: "h2,http/1.1". A server
 * takes the first of its own that the client has too; if the client has some, but none of these, the connection fails.
 * Returns -1 on failure.
 */
int bufferevent_tls_context_set_alpn(struct bufferevent_tls_context *context,
                                     const char *protocols);

/** Makes a client on a socket that is connected, or, if `fd` is negative, on one to come:
 * bufferevent_socket_connect_hostname() connects it. The server is told `host` (SNI), and its certificate has to be for
 * that, which is a name or an IP address; if it is not, or nobody that is trusted says so, the event callback is called
 * with BEV_EVENT_ERROR, and bufferevent_tls_get_reason() tells why. Else it is called with BEV_EVENT_CONNECTED. If there
 * was a session with that host before, it goes on, which saves work and time. NULL on failure.
 */
struct bufferevent *bufferevent_tls_client_new(struct event_base *base,
                                               evutil_socket_t fd,
                                               struct bufferevent_tls_context *context,
                                               const char *host,
                                               int options);

/** As bufferevent_tls_client_new(), on top of another bufferevent, which is taken over: behind a proxy, or where a
 * connection begins without TLS.
 */
struct bufferevent *bufferevent_tls_client_filter_new(struct bufferevent *underlying,
                                                      struct bufferevent_tls_context *context,
                                                      const char *host,
                                                      int options);

/** Makes the server's side of a connection on a socket. The event callback is called with BEV_EVENT_CONNECTED after the
 * handshake. NULL on failure.
 */
struct bufferevent *bufferevent_tls_server_new(struct event_base *base,
                                               evutil_socket_t fd,
                                               struct bufferevent_tls_context *context,
                                               int options);

/** As bufferevent_tls_server_new(), on top of another bufferevent, which is taken over. */
struct bufferevent *bufferevent_tls_server_filter_new(struct bufferevent *underlying,
                                                      struct bufferevent_tls_context *context,
                                                      int options);

/** Writes the application protocol that was agreed on to `buf`, as far as it fits into `size` bytes with a NUL behind it.
 * Returns its length; 0 if there is none, -1 for other bufferevents.
 */
int bufferevent_tls_get_alpn(struct bufferevent *bev,
                             char *buf,
                             size_t size);

/** Whether the connection goes on with an earlier session; -1 for other bufferevents. */
int bufferevent_tls_is_resumed(struct bufferevent *bev);

#ifdef __cplusplus
}
#endif

#endif
