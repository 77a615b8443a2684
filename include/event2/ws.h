/* Generated from src/ffi/ws.rs by tests/headers.rs: edit there. */

/** WebSockets on an HTTP server.
 *
 * A request callback gives its request to evws_new_session(), which answers it and makes a
 * session of its connection. From then on the session calls back with each message, and once
 * when it ends. It belongs to the server, which frees it if it is there when evhttp_free() is
 * called, and counts as one of the server's connections.
 *
 * A session belongs to the thread that runs its base. With BEV_OPT_THREADSAFE, which is given to
 * evws_new_session(), other threads may call all but evws_connection_free(), as long as the
 * session has not ended: the close callback, which runs with the bufferevent locked, is the last
 * moment.
 */
#ifndef EVENT2_WS_H_INCLUDED_
#define EVENT2_WS_H_INCLUDED_

#include <event2/visibility.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct bufferevent;
struct evhttp_request;
struct evws_connection;

/** Close code: none. */
#define WS_CR_NONE 0

/** Close code: the job is done. */
#define WS_CR_NORMAL 1000

/** Close code: the other side broke the protocol. */
#define WS_CR_PROTO_ERR 1002

/** Close code: a message was too large. */
#define WS_CR_DATA_TOO_BIG 1009

/** Type of message: text. */
#define WS_TEXT_FRAME 1

/** Type of message: bytes. */
#define WS_BINARY_FRAME 2

/** Called with a whole message: WS_TEXT_FRAME, which is valid UTF-8, or WS_BINARY_FRAME, and its
 * bytes, which are valid during the call only. A NUL follows them, which is not counted. The
 * callback may send, close and free the session.
 */
typedef void (*ws_on_msg_cb)(struct evws_connection *conn,
                             int type_,
                             const unsigned char *data,
                             size_t length,
                             void *arg);

/** Called when the session ends, for whatever reason, just before it is freed. */
typedef void (*ws_on_close_cb)(struct evws_connection *conn, void *arg);

/** Answers a request by making a WebSocket session of its connection, whose messages go to `cb`.
 * The response has the request's output headers, and those that it needs. Unless the program has
 * set a Sec-WebSocket-Protocol, the first that the client offers is agreed to.
 *
 * The request and its connection are freed, without a call to evhttp_connection_set_closecb()'s
 * function, so get what they know before. Of `options` only BEV_OPT_THREADSAFE matters. The
 * timeout for reading no longer holds: clients may be silent for any time.
 *
 * NULL if the request is not a proper handshake: then it was answered with 400, or 426 for another
 * version of the protocol. Without memory the answer is 500, or the connection ends. Do not
 * use the request after the call. A request that has been answered before gives NULL too.
 */
struct evws_connection *evws_new_session(struct evhttp_request *req,
                                         ws_on_msg_cb cb,
                                         void *arg,
                                         int options);

/** Sends a message of the type WS_TEXT_FRAME: `packet_len` bytes, which have to be UTF-8. */
void evws_send(struct evws_connection *evws, const char *packet_str, size_t packet_len);

/** Sends a string, which has to be UTF-8, as a message of the type WS_TEXT_FRAME. */
void evws_send_text(struct evws_connection *evws, const char *packet_str);

/** Sends a message of the type WS_BINARY_FRAME. */
void evws_send_binary(struct evws_connection *evws,
                      const char *packet_data,
                      size_t packet_len);

/** Closes a session in due form: sends a close frame with this code, and waits for the other
 * side's, some seconds at most. Then the close callback is called and the session freed; never
 * within this call. No more messages come, and none can be sent. WS_CR_NONE, or a code that must
 * not be sent, stands for a frame without a code.
 */
void evws_close(struct evws_connection *evws,
                uint16_t reason);

/** Has a function called when the session ends: by evws_close(), by the other side, because the
 * connection breaks, or by evws_connection_free() or evhttp_free(). It is called once.
 */
void evws_connection_set_closecb(struct evws_connection *evws,
                                 ws_on_close_cb cb,
                                 void *cbarg);

/** Ends a session and its connection at once, without a close frame, and frees it. The close
 * callback is called.
 */
void evws_connection_free(struct evws_connection *evws);

/** The bufferevent of a session, for its socket, limits, timeouts and the length of its output. It
 * belongs to the session, and so do its callbacks and its data.
 */
struct bufferevent *evws_connection_get_bufferevent(struct evws_connection *evws);

#ifdef __cplusplus
}
#endif

#endif
