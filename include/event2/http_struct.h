/* Generated from src/ffi/http_struct.rs by tests/headers.rs: edit there. */

/** The layout of struct evhttp_request, for programs that read its fields. New programs use the
 * functions of event2/http.h.
 */
#ifndef EVENT2_HTTP_STRUCT_H_INCLUDED_
#define EVENT2_HTTP_STRUCT_H_INCLUDED_

#include <event2/http.h>

#ifdef __cplusplus
extern "C" {
#endif

struct evbuffer;
struct evhttp_connection;
struct evhttp_uri;
struct evkeyvalq;

/** Flag of a request: it owns its connection. */
#define EVHTTP_REQ_OWN_CONNECTION 1

/** Flag of a request: it goes to a proxy. */
#define EVHTTP_PROXY_REQUEST 2

/** Flag of a request: the program frees it. */
#define EVHTTP_USER_OWNED 4

/** Flag of a request: it is in use and cannot be freed now. */
#define EVHTTP_REQ_DEFER_FREE 8

/** Flag of a request: it is to be freed when no longer in use. */
#define EVHTTP_REQ_NEEDS_FREE 16

/** One exchange: a request and its response. */
struct evhttp_request {
  /** The place among the requests of the connection. */
  struct { struct evhttp_request *tqe_next; struct evhttp_request **tqe_prev; } next;
  /** The connection, or NULL. */
  struct evhttp_connection *evcon;
  /** EVHTTP_REQ_ and other flags, above. */
  int flags;
  /** The headers that came in. */
  struct evkeyvalq *input_headers;
  /** The headers to send. */
  struct evkeyvalq *output_headers;
  /** The address of the other side as text. */
  char *remote_host;
  /** The port of the other side. */
  ev_uint16_t remote_port;
  /** The host that the request names, once it has been asked for. */
  char *host_cache;
  /** Whether this came in, or is to be sent, as a request or a response. */
  enum evhttp_request_kind kind;
  /** The method. */
  enum evhttp_cmd_type type;
  /** The size of the headers in bytes. */
  size_t headers_size;
  /** The size of the body in bytes. */
  size_t body_size;
  /** What is asked for, as it is in the first line. */
  char *uri;
  /** The same in its parts. */
  struct evhttp_uri *uri_elems;
  /** The version of HTTP before the dot. */
  char major;
  /** The version of HTTP after the dot. */
  char minor;
  /** The status of the response. */
  int response_code;
  /** The text that goes with the status. */
  char *response_code_line;
  /** The body that came in. */
  struct evbuffer *input_buffer;
  /** How many bytes of the body are still to come; negative if unknown. */
  ev_int64_t ntoread;
  /** Whether the response is sent in chunks, and whether the program has sent the last one. */
  unsigned int chunked:1, userdone:1;
  /** The body to send. */
  struct evbuffer *output_buffer;
  /** Called when the exchange is complete or has failed. */
  void (*cb)(struct evhttp_request *req, void *arg);
  /** The argument of the callbacks. */
  void *cb_arg;
  /** Called for each part of the body that comes in. */
  void (*chunk_cb)(struct evhttp_request *req, void *arg);
  /** Called when the headers have come in. If it returns less than 0, the exchange ends. */
  int (*header_cb)(struct evhttp_request *req, void *arg);
  /** Called when the exchange fails, before `cb`. */
  void (*error_cb)(enum evhttp_request_error error, void *arg);
  /** Called when the response has been sent. */
  void (*on_complete_cb)(struct evhttp_request *req, void *arg);
  /** The argument of `on_complete_cb`. */
  void *on_complete_cb_arg;
};

#ifdef __cplusplus
}
#endif

#endif
