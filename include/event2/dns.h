/* Generated from src/ffi/dns.rs by tests/headers.rs: edit there. */

/** DNS without waiting: a resolver, and what it takes to write a server.
 *
 * An evdns_base asks name servers, the ones in resolv.conf or others, and calls back with the
 * answers. evdns_getaddrinfo() does what getaddrinfo() does; the evdns_base_resolve_ functions
 * ask for one kind of record. An evdns_server_port answers questions of others.
 */
#ifndef EVENT2_DNS_H_INCLUDED_
#define EVENT2_DNS_H_INCLUDED_

#include <event2/util.h>
#include <event2/visibility.h>

#ifdef __cplusplus
extern "C" {
#endif

struct evconnlistener;
struct evdns_server_port;
struct evdns_server_request;
struct event_base;
struct in_addr;

/** No error. */
#define DNS_ERR_NONE 0

/** The server did not understand the question. */
#define DNS_ERR_FORMAT 1

/** The server failed. */
#define DNS_ERR_SERVERFAILED 2

/** The name does not exist. */
#define DNS_ERR_NOTEXIST 3

/** The server cannot answer questions of this kind. */
#define DNS_ERR_NOTIMPL 4

/** The server does not want to answer. */
#define DNS_ERR_REFUSED 5

/** The answer was cut off or made no sense. */
#define DNS_ERR_TRUNCATED 65

/** An error of no known kind. */
#define DNS_ERR_UNKNOWN 66

/** No answer came in time. */
#define DNS_ERR_TIMEOUT 67

/** The evdns_base is being freed. */
#define DNS_ERR_SHUTDOWN 68

/** The request was cancelled. */
#define DNS_ERR_CANCEL 69

/** The name exists but has no such record. */
#define DNS_ERR_NODATA 70

/** Type of result: IPv4 addresses, 4 bytes each in network byte order. */
#define DNS_IPv4_A 1

/** Type of result: one name, as a pointer to text. */
#define DNS_PTR 2

/** Type of result: IPv6 addresses, 16 bytes each. */
#define DNS_IPv6_AAAA 3

/** Type of result: the canonical name, as a pointer to text. */
#define DNS_CNAME 4

/** Flag of a query: do not try the search domains. */
#define DNS_QUERY_NO_SEARCH 1

/** Flag of a query: ask through TCP at once. */
#define DNS_QUERY_USEVC 2

/** Flag of a query: take what a truncated answer has, and do not ask again through TCP. */
#define DNS_QUERY_IGNTC 4

/** Flag of a query: call back for the canonical name, too, with DNS_CNAME. */
#define DNS_CNAME_CALLBACK 128

/** The old name of DNS_QUERY_NO_SEARCH. */
#define DNS_NO_SEARCH 1

/** From resolv.conf take: the search domains. */
#define DNS_OPTION_SEARCH 1

/** From resolv.conf take: the name servers. */
#define DNS_OPTION_NAMESERVERS 2

/** From resolv.conf take: all other settings. */
#define DNS_OPTION_MISC 4

/** Besides resolv.conf, read the hosts file. */
#define DNS_OPTION_HOSTSFILE 8

/** All of these. */
#define DNS_OPTIONS_ALL 15

/** If resolv.conf names no server, do not fall back to one on this host. */
#define DNS_OPTION_NAMESERVERS_NO_DEFAULT 16

/** For evdns_base_new(): read resolv.conf. */
#define EVDNS_BASE_INITIALIZE_NAMESERVERS 1

/** For evdns_base_new(): keep no cache of answers. */
#define EVDNS_BASE_NO_CACHE 16

/** For evdns_base_new(): do not keep the loop running while there are no requests. */
#define EVDNS_BASE_DISABLE_WHEN_INACTIVE 32768

/** For evdns_base_new(): see DNS_OPTION_NAMESERVERS_NO_DEFAULT. */
#define EVDNS_BASE_NAMESERVERS_NO_DEFAULT 65536

/** Reading a configuration: no error. */
#define EVDNS_ERROR_NONE 0

/** Reading a configuration: the file cannot be opened. */
#define EVDNS_ERROR_FAILED_TO_OPEN_FILE 1

/** Reading a configuration: the file's size cannot be found out. */
#define EVDNS_ERROR_FAILED_TO_STAT_FILE 2

/** Reading a configuration: the file is too large. */
#define EVDNS_ERROR_FILE_TOO_LARGE 3

/** Reading a configuration: out of memory. */
#define EVDNS_ERROR_OUT_OF_MEMORY 4

/** Reading a configuration: the file was shorter than it said. */
#define EVDNS_ERROR_SHORT_READ_FROM_FILE 5

/** Reading a configuration: it names no server. */
#define EVDNS_ERROR_NO_NAMESERVERS_CONFIGURED 6

/** Part of a server's reply: the answers. */
#define EVDNS_ANSWER_SECTION 0

/** Part of a server's reply: who is the authority. */
#define EVDNS_AUTHORITY_SECTION 1

/** Part of a server's reply: what else may help. */
#define EVDNS_ADDITIONAL_SECTION 2

/** Type of record: an IPv4 address. */
#define EVDNS_TYPE_A 1

/** Type of record: the name of a name server. */
#define EVDNS_TYPE_NS 2

/** Type of record: the canonical name. */
#define EVDNS_TYPE_CNAME 5

/** Type of record: the start of a zone. */
#define EVDNS_TYPE_SOA 6

/** Type of record: the name that belongs to an address. */
#define EVDNS_TYPE_PTR 12

/** Type of record: a mail server. */
#define EVDNS_TYPE_MX 15

/** Type of record: text. */
#define EVDNS_TYPE_TXT 16

/** Type of record: an IPv6 address. */
#define EVDNS_TYPE_AAAA 28

/** Type of question: a whole zone. */
#define EVDNS_QTYPE_AXFR 252

/** Type of question: every type of record. */
#define EVDNS_QTYPE_ALL 255

/** Class of record: the Internet. */
#define EVDNS_CLASS_INET 1

/** Flag of a server's reply: it comes from the authority. */
#define EVDNS_FLAGS_AA 1024

/** Flag of a server's reply: recursion was asked for. */
#define EVDNS_FLAGS_RD 128

/** For evdns_server_port_set_option(). */
enum evdns_server_option {
  /** The most TCP clients at a time. */
  EVDNS_SOPT_TCP_MAX_CLIENTS = 0,
  /** After how many seconds an idle TCP client is turned out. */
  EVDNS_SOPT_TCP_IDLE_TIMEOUT = 1
};

/** A resolver. */
struct evdns_base;

/** An evdns_getaddrinfo() that is waiting for its answer. */
struct evdns_getaddrinfo_request;

/** A question that is waiting for its answer. */
struct evdns_request;

/** Called with the answer to a question: a DNS_ERR_ value; if that is DNS_ERR_NONE, the type of
 * result, how many there are, for how many seconds they hold, and the results themselves, which
 * are valid during the call only.
 */
typedef void (*evdns_callback_type)(int result,
                                    char type_,
                                    int count,
                                    int ttl,
                                    void *addresses,
                                    void *arg);

/** Receives messages of the resolver. */
typedef void (*evdns_debug_log_fn_type)(int is_warning, const char *msg);

/** Called with the result of evdns_getaddrinfo(): 0 or an EVUTIL_EAI_ value, and the addresses,
 * which the callee frees with evutil_freeaddrinfo().
 */
typedef void (*evdns_getaddrinfo_cb)(int result, struct evutil_addrinfo *res, void *arg);

/** Called with a question that came to a server port, to be answered now or later. */
typedef void (*evdns_request_callback_fn_type)(struct evdns_server_request *req, void *arg);

/* ---- Servers: a port calls back for each query, with a request that the program adds records to and
 * answers with evdns_server_request_respond(), or drops, in the callback or later.
 *
 * Functions that return an int return 0, and -1 on failure, unless they say otherwise.
 */

/** Answers questions that come to a UDP socket, which is bound and nonblocking. NULL on failure; the
 * socket is then still the caller's. `flags` must be 0.
 *
 * The port closes the socket when it ends: see evdns_close_server_port().
 */
struct evdns_server_port *evdns_add_server_port_with_base(struct event_base *base,
                                                          evutil_socket_t socket,
                                                          int flags,
                                                          evdns_request_callback_fn_type callback,
                                                          void *user_data);

/** Answers questions that come by TCP, on connections of a listener. NULL on failure; the listener is
 * then still the caller's. `flags` must be 0.
 *
 * The listener, with its callbacks, is the port's from now on, and freed when the port is closed. Make
 * it with LEV_OPT_CLOSE_ON_FREE, and with LEV_OPT_THREADSAFE if other threads use the port.
 */
struct evdns_server_port *evdns_add_server_port_with_listener(struct event_base *base,
                                                              struct evconnlistener *listener,
                                                              int flags,
                                                              evdns_request_callback_fn_type callback,
                                                              void *user_data);

/** Closes a port. It ends, and a UDP socket is closed, when its last request has been answered or
 * dropped; until then questions go on coming by UDP, but not by TCP.
 */
void evdns_close_server_port(struct evdns_server_port *port);

/** Sets an option of a port for TCP: how many clients it may have at a time, 10 unless set, further
 * ones being closed at once; or after how many seconds without a query or an answer one is closed, 10
 * unless set, 0 for never. Fails for other options, and for UDP.
 */
int evdns_server_port_set_option(struct evdns_server_port *port,
                                 enum evdns_server_option option,
                                 size_t value);

/** Sets flags of the reply: EVDNS_FLAGS_AA and EVDNS_FLAGS_RD are set or cleared, others only set. */
void evdns_server_request_set_flags(struct evdns_server_request *req,
                                    int flags);

/** Adds a record to a section of the reply, one of EVDNS_ANSWER_SECTION, EVDNS_AUTHORITY_SECTION and
 * EVDNS_ADDITIONAL_SECTION. Everything is copied.
 *
 * The record is about `name`; `type` and `dns_class` are EVDNS_TYPE_ and EVDNS_CLASS_ values or others,
 * and `ttl` says for how many seconds it holds. With `is_name`, `data` is the text of a name, which is
 * compressed, and `datalen` does not matter; otherwise `data` are the `datalen` bytes of the record as
 * they go over the wire, at least 1, or NULL for none.
 *
 * Fails if a name has an empty or overlong label or is overlong itself, and if the request has been
 * answered.
 */
int evdns_server_request_add_reply(struct evdns_server_request *req,
                                   int section,
                                   const char *name,
                                   int type,
                                   int dns_class,
                                   int ttl,
                                   int datalen,
                                   int is_name,
                                   const char *data);

/** Adds an answer with `n` IPv4 addresses, 4 bytes each in network byte order. All are in one record;
 * programs that others than this library ask for more than one address add a record for each.
 */
int evdns_server_request_add_a_reply(struct evdns_server_request *req,
                                     const char *name,
                                     int n,
                                     const void *addrs,
                                     int ttl);

/** Adds an answer with `n` IPv6 addresses, 16 bytes each: see evdns_server_request_add_a_reply(). */
int evdns_server_request_add_aaaa_reply(struct evdns_server_request *req,
                                        const char *name,
                                        int n,
                                        const void *addrs,
                                        int ttl);

/** Adds an answer with the name that belongs to an address. Either `in` is the address, or
 * `inaddr_name` the name that stands for it, such as "1.2.0.192.in-addr.arpa"; the other is NULL.
 */
int evdns_server_request_add_ptr_reply(struct evdns_server_request *req,
                                       struct in_addr *in,
                                       const char *inaddr_name,
                                       const char *hostname,
                                       int ttl);

/** Adds an answer that gives the canonical name of an alias. */
int evdns_server_request_add_cname_reply(struct evdns_server_request *req,
                                         const char *name,
                                         const char *cname,
                                         int ttl);

/** Sends the reply, with an error code from DNS_ERR_NONE to 15, and frees the request. Returns 0 when
 * it was sent, 1 when the socket does not take it yet and it is sent later, and -1 on failure; the
 * request is then still there, to be answered in another way, or dropped.
 *
 * A reply has as many records as there is room for, in the order of the sections, and says so if that
 * was not all. By UDP there is room for 512 bytes, or what the query said, up to 4096; by TCP for 65535.
 * It is no failure if a TCP client has gone.
 */
int evdns_server_request_respond(struct evdns_server_request *req,
                                 int err);

/** Frees a request without an answer. */
int evdns_server_request_drop(struct evdns_server_request *req);

/** Stores the address that a request came from, and returns its length; -1 if that is more than
 * `addr_len`.
 */
int evdns_server_request_get_requesting_addr(struct evdns_server_request *req,
                                             struct sockaddr *sa,
                                             int addr_len);

#ifdef __cplusplus
}
#endif

#endif
