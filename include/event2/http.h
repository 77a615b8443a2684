/* Generated from src/ffi/http.rs by tests/headers.rs: edit there. */

/** HTTP: a server and a client.
 *
 * The server, an evhttp, calls a function for each request, chosen by path; the program answers
 * at once or later. The client, an evhttp_connection, sends requests one after the other and
 * calls back with each response. An evhttp_request is one exchange, on either side.
 *
 * An evhttp, and a connection with its requests, belong to the thread that runs their base.
 */
#ifndef EVENT2_HTTP_H_INCLUDED_
#define EVENT2_HTTP_H_INCLUDED_

#include <event2/util.h>
#include <event2/visibility.h>

#ifdef __cplusplus
extern "C" {
#endif

struct bufferevent;
struct evbuffer;
struct evconnlistener;
struct evdns_base;
struct event_base;
struct evhttp;
struct evhttp_bound_socket;
struct evhttp_connection;
struct evhttp_request;
struct evhttp_uri;
struct evkeyvalq;

/** Go on and send the body. */
#define HTTP_CONTINUE 100

/** The protocol changes now. */
#define HTTP_SWITCH_PROTOCOLS 101

/** Still working on it. */
#define HTTP_PROCESSING 102

/** Some headers ahead of the response. */
#define HTTP_EARLYHINTS 103

/** Success. */
#define HTTP_OK 200

/** Something new was made. */
#define HTTP_CREATED 201

/** It will be done later. */
#define HTTP_ACCEPTED 202

/** Success, but changed on the way. */
#define HTTP_NONAUTHORITATIVE 203

/** Success, with nothing to send. */
#define HTTP_NOCONTENT 204

/** It has another address from now on. */
#define HTTP_MOVEPERM 301

/** It has another address for now. */
#define HTTP_MOVETEMP 302

/** What the client has is up to date. */
#define HTTP_NOTMODIFIED 304

/** The request makes no sense. */
#define HTTP_BADREQUEST 400

/** Who is asking? */
#define HTTP_UNAUTHORIZED 401

/** It costs something. */
#define HTTP_PAYMENTREQUIRED 402

/** It is not allowed. */
#define HTTP_FORBIDDEN 403

/** There is no such thing. */
#define HTTP_NOTFOUND 404

/** This method does not work here. */
#define HTTP_BADMETHOD 405

/** The request is too large. */
#define HTTP_ENTITYTOOLARGE 413

/** What the client expects is not possible. */
#define HTTP_EXPECTATIONFAILED 417

/** The server failed. */
#define HTTP_INTERNAL 500

/** The server cannot do that. */
#define HTTP_NOTIMPLEMENTED 501

/** The server asked another, and got no good answer. */
#define HTTP_BADGATEWAY 502

/** Not now. */
#define HTTP_SERVUNAVAIL 503

/** For evhttp_connection_set_flags(): use the address that worked last for the next connection,
 * and do not look the name up again.
 */
#define EVHTTP_CON_REUSE_CONNECTED_ADDR 8

/** For evhttp_connection_set_flags(): when writing fails, still read the response: the server may
 * have said why it stopped listening.
 */
#define EVHTTP_CON_READ_ON_WRITE_ERROR 16

/** For evhttp_connection_set_flags(): after an error response, read the rest of the request
 * before closing, so that the client gets to see the response.
 */
#define EVHTTP_CON_LINGERING_CLOSE 32

/** The first flag that is not public. */
#define EVHTTP_CON_PUBLIC_FLAGS_END 1048576

/** For evhttp_set_flags(): EVHTTP_CON_LINGERING_CLOSE for all connections. */
#define EVHTTP_SERVER_LINGERING_CLOSE 1

/** The method's requests may have a body. */
#define EVHTTP_METHOD_HAS_BODY 1

/** For evhttp_uri_parse_with_flags(): accept characters that do not belong there. */
#define EVHTTP_URI_NONCONFORMANT 1

/** For evhttp_uri_parse_with_flags(): take the brackets off an IPv6 address. */
#define EVHTTP_URI_HOST_STRIP_BRACKETS 4

/** For evhttp_uri_parse_with_flags(): understand addresses of UNIX sockets. */
#define EVHTTP_URI_UNIX_SOCKET 8

/** For evhttp_parse_query_str_flags(): accept names without a value and empty parts. */
#define EVHTTP_URI_QUERY_NONCONFORMANT 1

/** For evhttp_parse_query_str_flags(): of several values for one name keep the last. */
#define EVHTTP_URI_QUERY_LAST_VAL 2

/** The largest value of enum evhttp_cmd_type. */
#define EVHTTP_REQ_MAX 32768

/** The method of a request. As bits, they say which methods a server allows. */
enum evhttp_cmd_type {
  /** GET */
  EVHTTP_REQ_GET = (1 << 0),
  /** POST */
  EVHTTP_REQ_POST = (1 << 1),
  /** HEAD */
  EVHTTP_REQ_HEAD = (1 << 2),
  /** PUT */
  EVHTTP_REQ_PUT = (1 << 3),
  /** DELETE */
  EVHTTP_REQ_DELETE = (1 << 4),
  /** OPTIONS */
  EVHTTP_REQ_OPTIONS = (1 << 5),
  /** TRACE */
  EVHTTP_REQ_TRACE = (1 << 6),
  /** CONNECT */
  EVHTTP_REQ_CONNECT = (1 << 7),
  /** PATCH */
  EVHTTP_REQ_PATCH = (1 << 8),
  /** PROPFIND */
  EVHTTP_REQ_PROPFIND = (1 << 9),
  /** PROPPATCH */
  EVHTTP_REQ_PROPPATCH = (1 << 10),
  /** MKCOL */
  EVHTTP_REQ_MKCOL = (1 << 11),
  /** LOCK */
  EVHTTP_REQ_LOCK = (1 << 12),
  /** UNLOCK */
  EVHTTP_REQ_UNLOCK = (1 << 13),
  /** COPY */
  EVHTTP_REQ_COPY = (1 << 14),
  /** MOVE */
  EVHTTP_REQ_MOVE = (1 << 15)
};

/** What an evhttp_request stands for. */
enum evhttp_request_kind {
  /** A request. */
  EVHTTP_REQUEST,
  /** A response. */
  EVHTTP_RESPONSE
};

/** Why a client's request failed. */
enum evhttp_request_error {
  /** No response in time, or it stopped half way. */
  EVREQ_HTTP_TIMEOUT,
  /** The connection ended. */
  EVREQ_HTTP_EOF,
  /** The headers of the response are malformed. */
  EVREQ_HTTP_INVALID_HEADER,
  /** Reading or writing failed. */
  EVREQ_HTTP_BUFFER_ERROR,
  /** evhttp_cancel_request() was called. */
  EVREQ_HTTP_REQUEST_CANCEL,
  /** The body is larger than allowed. */
  EVREQ_HTTP_DATA_TOO_LONG
};

/** A method beyond those of enum evhttp_cmd_type. */
struct evhttp_ext_method {
  /** Its name in the request, such as "BREW". */
  const char *method;
  /** Its number: a bit above EVHTTP_REQ_MAX. */
  ev_uint32_t type;
  /** 0 or EVHTTP_METHOD_HAS_BODY. */
  ev_uint16_t flags;
};

/** Called to fill in what the struct lacks: the method if it has a type, or the type and flags if
 * it has a method. Returns 0, or -1 if there is no such method.
 */
typedef int (*evhttp_ext_method_cb)(struct evhttp_ext_method *method);

/** Called for each socket of a server. */
typedef void (evhttp_bound_socket_foreach_fn)(struct evhttp_bound_socket *bound, void *arg);

/* ---- Servers. */

/** Makes a server; without a base, one that can only be a virtual host. NULL without memory. */
struct evhttp *evhttp_new(struct event_base *base);

/** Frees a server with its sockets, connections and virtual hosts. No request may wait to be answered. */
void evhttp_free(struct evhttp *http);

/** Listens on an address of this machine, which may be a name, and a port. Returns -1 on failure. May be called more than
 * once.
 */
int evhttp_bind_socket(struct evhttp *http,
                       const char *address,
                       ev_uint16_t port);

/** As evhttp_bind_socket(), and returns a handle on the socket, or NULL. */
struct evhttp_bound_socket *evhttp_bind_socket_with_handle(struct evhttp *http,
                                                           const char *address,
                                                           ev_uint16_t port);

/** Accepts connections on a socket that listens, which becomes the server's. Returns -1 on failure. */
int evhttp_accept_socket(struct evhttp *http,
                         evutil_socket_t fd);

/** As evhttp_accept_socket(), and returns a handle on the socket, or NULL. */
struct evhttp_bound_socket *evhttp_accept_socket_with_handle(struct evhttp *http,
                                                             evutil_socket_t fd);

/** Accepts connections from a listener, which becomes the server's; its callback is replaced. Returns a handle, or
 * NULL.
 */
struct evhttp_bound_socket *evhttp_bind_listener(struct evhttp *http,
                                                 struct evconnlistener *listener);

/** The listener of a socket. */
struct evconnlistener *evhttp_bound_socket_get_listener(struct evhttp_bound_socket *bound);

/** The fd of a socket. */
evutil_socket_t evhttp_bound_socket_get_fd(struct evhttp_bound_socket *bound_socket);

/** Calls a function with each socket of a server. */
void evhttp_foreach_bound_socket(struct evhttp *http,
                                 evhttp_bound_socket_foreach_fn *function,
                                 void *argument);

/** Stops listening on a socket and frees its handle and its listener, which closes the socket. */
void evhttp_del_accept_socket(struct evhttp *http,
                              struct evhttp_bound_socket *bound_socket);

/** Sets how many bytes the head of a request may have; below 0 for any number. */
void evhttp_set_max_headers_size(struct evhttp *http, ev_ssize_t max_headers_size);

/** Sets how many bytes the body of a request may have; below 0 for any number. */
void evhttp_set_max_body_size(struct evhttp *http, ev_ssize_t max_body_size);

/** Sets the Content-Type of responses for which the program says none; NULL for none. */
void evhttp_set_default_content_type(struct evhttp *http, const char *content_type);

/** Sets the methods that are allowed, as bits of enum evhttp_cmd_type: GET, POST, HEAD, PUT and DELETE unless told
 * otherwise. Others are answered with 501.
 */
void evhttp_set_allowed_methods(struct evhttp *http,
                                ev_uint32_t methods);

/** Has a function called for the requests of a path, which is compared with that of the request when it has been decoded.
 * Returns 0, -1 if the path has a function, and -2 without memory.
 */
int evhttp_set_cb(struct evhttp *http,
                  const char *path,
                  void (*cb)(struct evhttp_request *req, void *arg),
                  void *cb_arg);

/** Takes the function of a path away. Returns -1 if there is none. */
int evhttp_del_cb(struct evhttp *http, const char *path);

/** Has a function called for the requests whose path has none. Without it they are answered with 404. */
void evhttp_set_gencb(struct evhttp *http,
                      void (*cb)(struct evhttp_request *req, void *arg),
                      void *arg);

/** Has a function make the bufferevents of connections, without a socket, such as TLS ones. If it returns NULL, the
 * library makes one.
 */
void evhttp_set_bevcb(struct evhttp *http,
                      struct bufferevent *(*cb)(struct event_base *base, void *arg),
                      void *arg);

/** Has another server answer the requests for the hosts of a pattern, such as "*.example.com". It is freed with `http`,
 * and needs no sockets. Returns -1 if it is a virtual host already.
 */
int evhttp_add_virtual_host(struct evhttp *http,
                            const char *pattern,
                            struct evhttp *vhost);

/** Takes a virtual host away, which is the program's again. Returns -1 if it is none of this server's. */
int evhttp_remove_virtual_host(struct evhttp *http,
                               struct evhttp *vhost);

/** Gives a server, or a virtual host, another name. Returns -1 without memory. */
int evhttp_add_server_alias(struct evhttp *http, const char *alias);

/** Takes a name away. Returns -1 if there is none. */
int evhttp_remove_server_alias(struct evhttp *http, const char *alias);

/** Sets for how many seconds the connections to come may stand still in reading and writing; below 0 for the usual
 * time, 50 seconds.
 */
void evhttp_set_timeout(struct evhttp *http,
                        int timeout_in_secs);

/** As evhttp_set_timeout(), with a time of any precision; NULL for the usual one. */
void evhttp_set_timeout_tv(struct evhttp *http, const struct timeval *tv);

/** As evhttp_set_timeout_tv(), for reading alone. */
void evhttp_set_read_timeout_tv(struct evhttp *http, const struct timeval *tv);

/** As evhttp_set_timeout_tv(), for writing alone. */
void evhttp_set_write_timeout_tv(struct evhttp *http, const struct timeval *tv);

/** Has a function called with each request that is to come, before its head: to set it up, or to end the connection by
 * returning less than 0.
 */
void evhttp_set_newreqcb(struct evhttp *http,
                         int (*cb)(struct evhttp_request *req, void *arg),
                         void *arg);

/** Has a function make the pages of evhttp_send_error() and of the server's own errors, in `buffer`. If it returns less
 * than 0, the usual page is sent.
 */
void evhttp_set_errorcb(struct evhttp *http,
                        int (*cb)(struct evhttp_request *req,
                                  struct evbuffer *buffer,
                                  int error,
                                  const char *reason,
                                  void *cbarg),
                        void *cbarg);

/** Has a function tell of methods that enum evhttp_cmd_type does not have. They must be allowed, too, by
 * evhttp_set_allowed_methods().
 */
void evhttp_set_ext_method_cmp(struct evhttp *http,
                               evhttp_ext_method_cb cmp);

/** Sets how many connections there may be; 0 for any number. The requests of further ones are answered with 503. */
void evhttp_set_max_connections(struct evhttp *http,
                                int max_connections);

/** How many connections there are. */
int evhttp_get_connection_count(struct evhttp *http);

/** As evhttp_set_bevcb(), for the connections of one socket, in the place of that one. */
void evhttp_bound_set_bevcb(struct evhttp_bound_socket *bound,
                            struct bufferevent *(*cb)(struct event_base *base, void *arg),
                            void *cbarg);

/** Sets flags: EVHTTP_SERVER_LINGERING_CLOSE or 0. Returns 1 for others. */
int evhttp_set_flags(struct evhttp *http, int flags);

/* ---- Responses. */

/** Answers with an HTML page that says what is wrong, and closes the connection then. `reason` may be NULL. */
void evhttp_send_error(struct evhttp_request *req,
                       int error,
                       const char *reason);

/** Answers with a status, the headers of evhttp_request_get_output_headers(), and what is in `databuf`, which is
 * taken out of it. `reason` and `databuf` may be NULL. The library adds Date, Content-Length and Content-Type, if
 * they are not there. The request is the library's from then on.
 */
void evhttp_send_reply(struct evhttp_request *req,
                       int code,
                       const char *reason,
                       struct evbuffer *databuf);

/** Begins a response whose body comes in parts: in chunks, or, to a client of HTTP/1.0 or if there is a Content-Length
 * header, as it is.
 */
void evhttp_send_reply_start(struct evhttp_request *req,
                             int code,
                             const char *reason);

/** Sends a part of the body, which is taken out of `databuf`. */
void evhttp_send_reply_chunk(struct evhttp_request *req, struct evbuffer *databuf);

/** As evhttp_send_reply_chunk(), and has `cb` called when all has been sent, so that the program can make the next
 * part.
 */
void evhttp_send_reply_chunk_with_cb(struct evhttp_request *req,
                                     struct evbuffer *databuf,
                                     void (*cb)(struct evhttp_connection *conn, void *arg),
                                     void *arg);

/** Ends a response that evhttp_send_reply_start() began. The request is the library's from then on. */
void evhttp_send_reply_end(struct evhttp_request *req);

/* ---- Requests, on either side. */

/** Makes a request. `cb` is called with `arg` when it is complete, or has failed. NULL without memory. */
struct evhttp_request *evhttp_request_new(void (*cb)(struct evhttp_request *req, void *arg),
                                          void *arg);

/** Frees a request: one that was never sent, or that the program owns. Of one that is under way the connection is closed. */
void evhttp_request_free(struct evhttp_request *req);

/** Makes the program the owner of a request: it frees it when it is done with it, and not the library. What a server
 * answers is freed by the library all the same when the response has been sent.
 */
void evhttp_request_own(struct evhttp_request *req);

/** Whether the program owns the request. */
int evhttp_request_is_owned(struct evhttp_request *req);

/** The connection of a request, or NULL if it is over. */
struct evhttp_connection *evhttp_request_get_connection(struct evhttp_request *req);

/** What is asked for, as it is in the first line. */
const char *evhttp_request_get_uri(const struct evhttp_request *req);

/** What is asked for, taken apart as a URI; NULL if it is none. It belongs to the request. */
const struct evhttp_uri *evhttp_request_get_evhttp_uri(const struct evhttp_request *req);

/** The method of a request. */
enum evhttp_cmd_type evhttp_request_get_command(const struct evhttp_request *req);

/** The status of the response. */
int evhttp_request_get_response_code(const struct evhttp_request *req);

/** The text that goes with the status of the response. */
const char *evhttp_request_get_response_code_line(const struct evhttp_request *req);

/** The headers of the message that came in. */
struct evkeyvalq *evhttp_request_get_input_headers(struct evhttp_request *req);

/** The headers of the message to send. */
struct evkeyvalq *evhttp_request_get_output_headers(struct evhttp_request *req);

/** The body of the message that came in. */
struct evbuffer *evhttp_request_get_input_buffer(struct evhttp_request *req);

/** The body of the message to send. */
struct evbuffer *evhttp_request_get_output_buffer(struct evhttp_request *req);

/** The host that the request is for, without a port: the URI's, or else the Host header's. NULL if neither says. */
const char *evhttp_request_get_host(struct evhttp_request *req);

/** Has `cb` called when the response has been sent, before the request is freed. */
void evhttp_request_set_on_complete_cb(struct evhttp_request *req,
                                       void (*cb)(struct evhttp_request *req, void *arg),
                                       void *cb_arg);

/** Has a function called when the head of a message has come in: set it before that, in the function of
 * evhttp_set_newreqcb() for a server. If it returns less than 0, the exchange ends. Its argument is that of the request.
 */
void evhttp_request_set_header_cb(struct evhttp_request *req,
                                  int (*cb)(struct evhttp_request *req, void *arg));

/** Has a function called when a client's request fails once there is a connection, before the request's own function,
 * which then gets NULL. Its argument is that of the request.
 */
void evhttp_request_set_error_cb(struct evhttp_request *req,
                                 void (*cb)(enum evhttp_request_error error, void *arg));

/** Has a function called for each part of the body as it comes in. What it leaves in
 * evhttp_request_get_input_buffer() is dropped.
 */
void evhttp_request_set_chunked_cb(struct evhttp_request *req,
                                   void (*cb)(struct evhttp_request *req, void *arg));

/* ---- Connections, of clients and to servers. */

/** Closes a connection and frees it. Of a client's requests the functions are not called, and those that the program
 * does not own are freed.
 */
void evhttp_connection_free(struct evhttp_connection *evcon);

/** The bufferevent of a connection. It belongs to the connection. */
struct bufferevent *evhttp_connection_get_bufferevent(struct evhttp_connection *evcon);

/** The event base of a connection. */
struct event_base *evhttp_connection_get_base(struct evhttp_connection *conn);

/** The server that a connection came to; NULL for a client's. */
struct evhttp *evhttp_connection_get_server(struct evhttp_connection *evcon);

/** Stores the address of the other side as text, which is the connection's, and its port. */
void evhttp_connection_get_peer(struct evhttp_connection *evcon,
                                const char **address,
                                ev_uint16_t *port);

/** The address of the other side. It is the connection's. */
const struct sockaddr *evhttp_connection_get_addr(struct evhttp_connection *evcon);

/** Has a function called when the connection is about to be closed. */
void evhttp_connection_set_closecb(struct evhttp_connection *evcon,
                                   void (*cb)(struct evhttp_connection *evcon, void *arg),
                                   void *cbarg);

/** Sets for how many seconds reading and writing may stand still, and a client's connecting may take; below 0 for the
 * usual times, 50 and 45 seconds.
 */
void evhttp_connection_set_timeout(struct evhttp_connection *evcon,
                                   int timeout);

/** As evhttp_connection_set_timeout(), with a time of any precision; NULL for the usual one. */
void evhttp_connection_set_timeout_tv(struct evhttp_connection *evcon,
                                      const struct timeval *tv);

/** Sets how many bytes the head of a message may have; below 0 for any number. */
void evhttp_connection_set_max_headers_size(struct evhttp_connection *evcon,
                                            ev_ssize_t new_max_headers_size);

/** Sets how many bytes the body of a message may have; below 0 for any number. */
void evhttp_connection_set_max_body_size(struct evhttp_connection *evcon,
                                         ev_ssize_t new_max_body_size);

/* ---- Connections of clients, and their requests. */

/** Makes a client's connection to a host. It connects when there is a request, and again when there is another one
 * and the server has closed it meanwhile. The name is looked up by `dnsbase`; without one the caller waits for that.
 * NULL without memory.
 */
struct evhttp_connection *evhttp_connection_base_new(struct event_base *base,
                                                     struct evdns_base *dnsbase,
                                                     const char *address,
                                                     ev_uint16_t port);

/** As evhttp_connection_base_new(), on a bufferevent of the program's, such as one for TLS, or on one of its own for
 * NULL. The connection owns the bufferevent from then on, uses its callbacks, and closes its socket.
 */
struct evhttp_connection *evhttp_connection_base_bufferevent_new(struct event_base *base,
                                                                 struct evdns_base *dnsbase,
                                                                 struct bufferevent *bev,
                                                                 const char *address,
                                                                 ev_uint16_t port);

/** As evhttp_connection_base_bufferevent_new(), to a UNIX socket. */
struct evhttp_connection *evhttp_connection_base_bufferevent_unix_new(struct event_base *base,
                                                                      struct bufferevent *bev,
                                                                      const char *path);

/** Makes a client's connection of a bufferevent that is connected already, to whom its socket is connected to. The
 * connection owns the bufferevent from then on. NULL if it is not connected, and without memory.
 */
struct evhttp_connection *evhttp_connection_base_bufferevent_reuse_new(struct event_base *base,
                                                                       struct evdns_base *dnsbase,
                                                                       struct bufferevent *bev);

/** Sends a request, or has it wait until those before it are done. The connection owns it from then on, unless
 * evhttp_request_own() was called. The function of evhttp_request_new() is called when it is done: with the request,
 * which is freed then; with NULL if it has failed after there was a connection; with a request whose status is 0 if
 * there was none. `uri` is what the first line is to have. Returns -1, and frees the request, if it makes no sense,
 * if connecting cannot begin, and without memory.
 */
int evhttp_make_request(struct evhttp_connection *evcon,
                        struct evhttp_request *req,
                        enum evhttp_cmd_type type,
                        const char *uri);

/** Ends a request that is not done. Its function is not called, but that of evhttp_request_set_error_cb() is, if it was
 * being sent or answered; then its connection is closed, and others that wait get a new one. The request is freed,
 * unless the program owns it.
 */
void evhttp_cancel_request(struct evhttp_request *req);

/** Has the connection free itself when its last request is done and it is closed. */
void evhttp_connection_free_on_completion(struct evhttp_connection *evcon);

/** Sets the family of addresses to look names up for: AF_INET, AF_INET6 or AF_UNSPEC. */
void evhttp_connection_set_family(struct evhttp_connection *evcon, int family);

/** Sets flags: EVHTTP_CON_REUSE_CONNECTED_ADDR and EVHTTP_CON_READ_ON_WRITE_ERROR, or none. Returns 1 for others. */
int evhttp_connection_set_flags(struct evhttp_connection *evcon,
                                int flags);

/** Sets the address to connect from; NULL for any. */
void evhttp_connection_set_local_address(struct evhttp_connection *evcon,
                                         const char *address);

/** Sets the port to connect from; 0 for any. */
void evhttp_connection_set_local_port(struct evhttp_connection *evcon, ev_uint16_t port);

/** Sets how long to wait before connecting is tried again; each time after that it is twice as long, up to an hour.
 * NULL for the usual, 2 seconds.
 */
void evhttp_connection_set_initial_retry_tv(struct evhttp_connection *evcon,
                                            const struct timeval *tv);

/** Sets how often connecting is tried again when it has failed: not at all unless this is called, without end for
 * -1. Requests that were sent are not sent again.
 */
void evhttp_connection_set_retries(struct evhttp_connection *evcon,
                                   int retry_max);

/** Sets how long connecting may take; NULL for the usual, 45 seconds. */
void evhttp_connection_set_connect_timeout_tv(struct evhttp_connection *evcon,
                                              const struct timeval *tv);

/** Sets for how long reading may stand still; NULL for the usual, 50 seconds. For connections of clients only. */
void evhttp_connection_set_read_timeout_tv(struct evhttp_connection *evcon,
                                           const struct timeval *tv);

/** Sets for how long writing may stand still; NULL for the usual, 50 seconds. For connections of clients only. */
void evhttp_connection_set_write_timeout_tv(struct evhttp_connection *evcon,
                                            const struct timeval *tv);

/** Sets a function for methods beyond those of enum evhttp_cmd_type: given a type, it says what the method is called. */
void evhttp_connection_set_ext_method_cmp(struct evhttp_connection *evcon,
                                          evhttp_ext_method_cb cmp);

/* ---- URIs, queries, lists of headers, and the encoding of texts. */

/** Takes a URI apart, as RFC 3986 says. It may be relative. Returns NULL if it is none. Free the result with
 * evhttp_uri_free().
 */
struct evhttp_uri *evhttp_uri_parse(const char *source_uri);

/** As evhttp_uri_parse(), with EVHTTP_URI_ flags. */
struct evhttp_uri *evhttp_uri_parse_with_flags(const char *source_uri, unsigned int flags);

/** Makes a URI without parts. NULL without memory. */
struct evhttp_uri *evhttp_uri_new(void);

/** Frees a URI. NULL is ignored. */
void evhttp_uri_free(struct evhttp_uri *uri);

/** Sets the EVHTTP_URI_ flags that what is set from now on is checked with. */
void evhttp_uri_set_flags(struct evhttp_uri *uri, unsigned int flags);

/** The scheme of a URI, such as "http", or NULL. What these functions return is the URI's, until the part is set anew. */
const char *evhttp_uri_get_scheme(const struct evhttp_uri *uri);

/** What is before the @ of a URI, or NULL. */
const char *evhttp_uri_get_userinfo(const struct evhttp_uri *uri);

/** The host of a URI, or NULL. It is "" if there is an authority without a host, as in "file:///etc". An IPv6 address has
 * its brackets, unless the URI has EVHTTP_URI_HOST_STRIP_BRACKETS.
 */
const char *evhttp_uri_get_host(const struct evhttp_uri *uri);

/** The path of the UNIX socket that a URI names, or NULL. */
const char *evhttp_uri_get_unixsocket(const struct evhttp_uri *uri);

/** The port of a URI, or -1. */
int evhttp_uri_get_port(const struct evhttp_uri *uri);

/** The path of a URI, which may be "". NULL if the URI was not parsed and has none. */
const char *evhttp_uri_get_path(const struct evhttp_uri *uri);

/** What is behind the question mark of a URI, or NULL. */
const char *evhttp_uri_get_query(const struct evhttp_uri *uri);

/** What is behind the # of a URI, or NULL. */
const char *evhttp_uri_get_fragment(const struct evhttp_uri *uri);

/** Sets the scheme of a URI, or takes it away, if it is NULL. Returns -1 for what cannot be a scheme, and leaves it as it
 * is then.
 */
int evhttp_uri_set_scheme(struct evhttp_uri *uri,
                          const char *scheme);

/** Sets what is before the @ of a URI, as evhttp_uri_set_scheme() does the scheme. */
int evhttp_uri_set_userinfo(struct evhttp_uri *uri, const char *userinfo);

/** Sets the host of a URI, as evhttp_uri_set_scheme() does the scheme. */
int evhttp_uri_set_host(struct evhttp_uri *uri, const char *host);

/** Sets the path of a UNIX socket in a URI, as evhttp_uri_set_scheme() does the scheme. */
int evhttp_uri_set_unixsocket(struct evhttp_uri *uri, const char *unixsocket);

/** Sets the port of a URI; -1 for none. Returns -1 for smaller numbers. */
int evhttp_uri_set_port(struct evhttp_uri *uri, int port);

/** Sets the path of a URI, as evhttp_uri_set_scheme() does the scheme. */
int evhttp_uri_set_path(struct evhttp_uri *uri, const char *path);

/** Sets what is behind the question mark of a URI, as evhttp_uri_set_scheme() does the scheme. */
int evhttp_uri_set_query(struct evhttp_uri *uri,
                         const char *query);

/** Sets what is behind the # of a URI, as evhttp_uri_set_scheme() does the scheme. */
int evhttp_uri_set_fragment(struct evhttp_uri *uri, const char *fragment);

/** Puts the parts of a URI together in `buf`, which has `limit` bytes. Returns `buf`, or NULL if there is no room. */
char *evhttp_uri_join(struct evhttp_uri *uri,
                      char *buf,
                      size_t limit);

/** Encodes a string for a URI: all but letters, digits and "-._~" becomes %XX. NULL without memory. Free the
 * result with free().
 */
char *evhttp_encode_uri(const char *str_);

/** As evhttp_encode_uri(), for `size` bytes, or up to the NUL if that is negative; a space becomes +, if
 * `space_to_plus` is set.
 */
char *evhttp_uriencode(const char *str_,
                       ev_ssize_t size,
                       int space_to_plus);

/** Decodes %XX, and + behind the first question mark. Better use evhttp_uridecode(), and parse before decoding. Free
 * the result with free().
 */
char *evhttp_decode_uri(const char *uri);

/** Decodes %XX, and + to a space, if `decode_plus` is set. The result may have NULs; its length is stored in
 * `size_out`, which may be NULL. Free it with free().
 */
char *evhttp_uridecode(const char *uri,
                       int decode_plus,
                       size_t *size_out);

/** Escapes the characters < > " ' & for HTML. Free the result with free(). */
char *evhttp_htmlescape(const char *html);

/** Sets up `headers` and stores the query's pairs of a whole URI there. Better use evhttp_parse_query_str(). Returns
 * -1, with nothing stored, if the URI or its query is malformed.
 */
int evhttp_parse_query(const char *uri,
                       struct evkeyvalq *headers);

/** Sets up `headers` and stores a query's pairs there, such as those of "a=b&c=d"; values are decoded. Returns -1,
 * with nothing stored, if a pair has no name or no equals sign. Free them with evhttp_clear_headers().
 */
int evhttp_parse_query_str(const char *query,
                           struct evkeyvalq *headers);

/** As evhttp_parse_query_str(), with EVHTTP_URI_QUERY_ flags. */
int evhttp_parse_query_str_flags(const char *query,
                                 struct evkeyvalq *headers,
                                 unsigned int flags);

/** The value of the first header of that name, letters of either case counting as one; or NULL. It is the list's. */
const char *evhttp_find_header(const struct evkeyvalq *headers,
                               const char *key);

/** Removes the first header of that name. Returns -1 if there is none. */
int evhttp_remove_header(struct evkeyvalq *headers, const char *key);

/** Adds a header, of which there may be others of that name. Returns -1, with nothing added, if the name has a line end,
 * or the value has one that is not followed by a space or a tab.
 */
int evhttp_add_header(struct evkeyvalq *headers,
                      const char *key,
                      const char *value);

/** Removes and frees all headers of a list. */
void evhttp_clear_headers(struct evkeyvalq *headers);

#ifdef __cplusplus
}
#endif

#endif
