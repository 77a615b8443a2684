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

/** A server. */
struct evhttp;

/** A socket on which a server listens. */
struct evhttp_bound_socket;

/** A connection, of a client or to a server. */
struct evhttp_connection;

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

/* ---- URIs, queries, lists of headers, and the encoding of texts. */

/** Takes a URI apart, as RFC 3986 says. It may be relative. Returns NULL if it is none. Free the result with
 * evhttp_uri_free().
 */
struct evhttp_uri *evhttp_uri_parse(const char *source_uri);

/** The same, with EVHTTP_URI_ flags. */
struct evhttp_uri *evhttp_uri_parse_with_flags(const char *source_uri, unsigned int flags);

/** Makes a URI without parts. NULL without memory. */
struct evhttp_uri *evhttp_uri_new(void);

/** Frees a URI. NULL is ignored. */
void evhttp_uri_free(struct evhttp_uri *uri);

/** Sets the EVHTTP_URI_ flags that what is set from now on is checked with. */
void evhttp_uri_set_flags(struct evhttp_uri *uri, unsigned int flags);

/** The scheme, such as "http", or NULL. What these functions return is the URI's, until the part is set anew. */
const char *evhttp_uri_get_scheme(const struct evhttp_uri *uri);

/** What is before the @, or NULL. */
const char *evhttp_uri_get_userinfo(const struct evhttp_uri *uri);

/** The host, or NULL. It is "" if there is an authority without a host, as in "file:///etc". An IPv6 address has
 * its brackets, unless the URI has EVHTTP_URI_HOST_STRIP_BRACKETS.
 */
const char *evhttp_uri_get_host(const struct evhttp_uri *uri);

/** The path of the UNIX socket, or NULL. */
const char *evhttp_uri_get_unixsocket(const struct evhttp_uri *uri);

/** The port, or -1. */
int evhttp_uri_get_port(const struct evhttp_uri *uri);

/** The path, which may be "". NULL if the URI was not parsed and has none. */
const char *evhttp_uri_get_path(const struct evhttp_uri *uri);

/** What is behind the question mark, or NULL. */
const char *evhttp_uri_get_query(const struct evhttp_uri *uri);

/** What is behind the #, or NULL. */
const char *evhttp_uri_get_fragment(const struct evhttp_uri *uri);

/** Sets the scheme, or takes it away, if it is NULL. These functions return -1 for what cannot be such a part,
 * which then stays as it is.
 */
int evhttp_uri_set_scheme(struct evhttp_uri *uri,
                          const char *scheme);

/** Sets what is before the @. */
int evhttp_uri_set_userinfo(struct evhttp_uri *uri, const char *userinfo);

/** Sets the host. */
int evhttp_uri_set_host(struct evhttp_uri *uri, const char *host);

/** Sets the path of a UNIX socket. */
int evhttp_uri_set_unixsocket(struct evhttp_uri *uri, const char *unixsocket);

/** Sets the port; -1 for none. */
int evhttp_uri_set_port(struct evhttp_uri *uri, int port);

/** Sets the path. */
int evhttp_uri_set_path(struct evhttp_uri *uri, const char *path);

/** Sets what is behind the question mark. */
int evhttp_uri_set_query(struct evhttp_uri *uri, const char *query);

/** Sets what is behind the #. */
int evhttp_uri_set_fragment(struct evhttp_uri *uri, const char *fragment);

/** Puts the parts together in `buf`, which has `limit` bytes. Returns `buf`, or NULL if there is no room. */
char *evhttp_uri_join(struct evhttp_uri *uri,
                      char *buf,
                      size_t limit);

/** Encodes a string for a URI: all but letters, digits and "-._~" becomes %XX. NULL without memory. Free the
 * result with free().
 */
char *evhttp_encode_uri(const char *str_);

/** The same for `size` bytes, or up to the NUL if that is negative; a space becomes +, if `space_to_plus` is set. */
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

/** The same, with EVHTTP_URI_QUERY_ flags. */
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

/** Called for each socket of a server. */
typedef void (evhttp_bound_socket_foreach_fn)(struct evhttp_bound_socket *bound, void *arg);

#ifdef __cplusplus
}
#endif

#endif
