/* Generated from src/ffi/ws.rs by tests/headers.rs: edit there. */

/** WebSockets on an HTTP server. */
#ifndef EVENT2_WS_H_INCLUDED_
#define EVENT2_WS_H_INCLUDED_

#include <event2/visibility.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

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

/** A WebSocket. */
struct evws_connection;

/** Called with a whole message of `length` bytes, which is valid during the call only. */
typedef void (*ws_on_msg_cb)(struct evws_connection *conn,
                             int type_,
                             const unsigned char *data,
                             size_t length,
                             void *arg);

/** Called when the WebSocket is closing. */
typedef void (*ws_on_close_cb)(struct evws_connection *conn, void *arg);

#ifdef __cplusplus
}
#endif

#endif
