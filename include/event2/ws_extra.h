/* Generated from src/ffi/ws_extra.rs by tests/headers.rs: edit there. */

/** More for WebSockets: limits, pings, why a session was closed, and the client's side.
 *
 * This header is no part of the original libevent.
 */
#ifndef EVENT2_WS_EXTRA_H_INCLUDED_
#define EVENT2_WS_EXTRA_H_INCLUDED_

#include <event2/http.h>
#include <event2/ws.h>
#include <sys/time.h>

#ifdef __cplusplus
extern "C" {
#endif

struct bufferevent;
struct evhttp_connection;
struct evhttp_request;
struct evws_connection;

/** Sets how many bytes a message may have, all its frames together: 16 MiB unless told otherwise.
 * A larger one is not taken, and the session closed with WS_CR_DATA_TOO_BIG, as soon as that can
 * be seen.
 */
void evws_connection_set_max_message_size(struct evws_connection *evws,
                                          size_t size);

/** Has a ping sent whenever nothing has come for `interval`, and ends the session if nothing comes
 * for as long again. NULL, as at the start: never. This is the bufferevent's timeout for reading,
 * so do not set that too. While output waits to be sent, the one for writing tells whether the other
 * side is still there; a server's is 50 seconds unless told otherwise.
 */
void evws_connection_set_ping_interval(struct evws_connection *evws,
                                       const struct timeval *interval);

/** Sends a ping with a payload of up to 125 bytes. The other side has to answer; its answer goes
 * unnoticed. Returns 0, or -1 if the payload is too long or the session is closing.
 */
int evws_send_ping(struct evws_connection *evws,
                   const char *payload,
                   size_t length);

/** As evws_close(), with words for whoever looks for the cause: UTF-8, 123 bytes at most, or NULL.
 * Returns 0, or -1, with nothing done, if the session is closing already, if a close frame must not
 * have this code, or if the words do not fit.
 */
int evws_close_with_reason(struct evws_connection *evws,
                           uint16_t code,
                           const char *reason);

/** For the close callback: why the session was closed. The code of the other side's close frame, or
 * 1005 if that had none; the code that the other side was sent because it broke a rule; 1006 if
 * the session ended without all that. WS_CR_NONE before.
 */
int evws_connection_get_close_code(struct evws_connection *evws);

/** For the close callback: the words in the other side's close frame, as UTF-8; "" if there are none.
 * The string is the session's.
 */
const char *evws_connection_get_close_reason(struct evws_connection *evws);

/** Adds the headers that ask for a session to a client's GET request, with a new key. Returns 0, or -1
 * without memory.
 */
int evws_client_add_headers(struct evhttp_request *req);

/** For the function of a request with the headers of evws_client_add_headers(): makes a session of the
 * connection that it was made on, if its response grants that. The connection is freed, without a call
 * to the function of evhttp_connection_set_closecb(), and so are requests that wait on it. Of `options` only
 * BEV_OPT_THREADSAFE matters. The session belongs to no server: it has to be freed before its base. NULL
 * if it is not granted, and without memory; then nothing has changed.
 */
struct evws_connection *evws_client_new_session(struct evhttp_connection *evcon,
                                                struct evhttp_request *req,
                                                ws_on_msg_cb cb,
                                                void *arg,
                                                int options);

/** Whether the response to a request with the headers of evws_client_add_headers() grants the session:
 * 1 if so, and else 0.
 */
int evws_client_is_accepted(struct evhttp_request *req);

/** Makes a client's session of any bufferevent with a base, for programs that have made the handshake in their
 * own way; what the input holds by then is the session's. The session owns the bufferevent and frees it
 * at its end, which closes the socket only with BEV_OPT_CLOSE_ON_FREE. It has to be freed before its
 * base. NULL without memory.
 */
struct evws_connection *evws_client_new(struct bufferevent *bev,
                                        ws_on_msg_cb cb,
                                        void *arg);

#ifdef __cplusplus
}
#endif

#endif
