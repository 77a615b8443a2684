/* Generated from src/ffi/http_compat.rs by tests/headers.rs: edit there. */

/** Older functions for HTTP. New programs use event2/http.h alone. */
#ifndef EVENT2_HTTP_COMPAT_H_INCLUDED_
#define EVENT2_HTTP_COMPAT_H_INCLUDED_

#include <event2/util.h>

#ifdef __cplusplus
extern "C" {
#endif

struct event_base;
struct evhttp;
struct evhttp_connection;

/** Makes a server on the base of event_init(), which listens on an address and a port. NULL on failure. Use evhttp_new()
 * and evhttp_bind_socket() instead.
 */
struct evhttp *evhttp_start(const char *address,
                            ev_uint16_t port);

/** Makes a client's connection on the base of event_init(). Use evhttp_connection_base_new() instead. NULL on failure. */
struct evhttp_connection *evhttp_connection_new(const char *address,
                                                ev_uint16_t port);

/** Moves a client's connection that was made without a base, and was not used yet, to a base. */
void evhttp_connection_set_base(struct evhttp_connection *evcon,
                                struct event_base *base);

/** Use evhttp_request_get_uri() instead. */
#define evhttp_request_uri evhttp_request_get_uri

#ifdef __cplusplus
}
#endif

#endif
