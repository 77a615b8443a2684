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
struct evdns_base;
struct evdns_getaddrinfo_request;
struct evdns_request;
struct evdns_server_port;
struct evdns_server_request;
struct event_base;
struct in6_addr;
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

/* ---- Resolvers, their servers and settings. */

/** Makes a resolver that uses `event_base`. `flags` are EVDNS_BASE_ values; with
 * EVDNS_BASE_INITIALIZE_NAMESERVERS, /etc/resolv.conf and /etc/hosts are read: see
 * evdns_base_resolv_conf_parse(), any of whose errors makes this fail. NULL on failure. Free it with
 * evdns_base_free(), before the event_base.
 *
 * While it has name servers it keeps the loop running, unless EVDNS_BASE_DISABLE_WHEN_INACTIVE was
 * given. Once threads are set up (event2/thread.h), all threads can use it.
 */
struct evdns_base *evdns_base_new(struct event_base *event_base,
                                  int flags);

/** Frees a resolver. Requests under way end with DNS_ERR_SHUTDOWN, told by the loop later, if
 * `fail_requests`; otherwise they are dropped without a call.
 */
void evdns_base_free(struct evdns_base *base,
                     int fail_requests);

/** Forgets what was read from hosts files. */
void evdns_base_clear_host_addresses(struct evdns_base *base);

/** A text for a DNS_ERR_ value. */
const char *evdns_err_to_string(int err);

/** Adds a name server: its IPv4 address in network byte order. Returns 0; 3 if it is there already; 1 if
 * there is no socket to be had.
 */
int evdns_base_nameserver_add(struct evdns_base *base,
                              unsigned long address);

/** How many name servers were added, those that have failed included. */
int evdns_base_count_nameservers(struct evdns_base *base);

/** Takes all name servers out. Requests under way wait until evdns_base_resume(). Returns 0. */
int evdns_base_clear_nameservers_and_suspend(struct evdns_base *base);

/** Sends the requests that wait since evdns_base_clear_nameservers_and_suspend(), or since there was no
 * name server at all. Returns 0.
 */
int evdns_base_resume(struct evdns_base *base);

/** Adds a name server by the text of its address, as evutil_parse_sockaddr_port() takes it; without a
 * port, it is port 53. Returns as evdns_base_nameserver_add(), or 4 if the text is no address.
 */
int evdns_base_nameserver_ip_add(struct evdns_base *base,
                                 const char *ip_as_string);

/** Adds a name server by its address, of IPv4 or IPv6. `flags` are 0. Returns as
 * evdns_base_nameserver_add(), or 2 if `len` is more than any address has.
 */
int evdns_base_nameserver_sockaddr_add(struct evdns_base *base,
                                       const struct sockaddr *sa,
                                       socklen_t len,
                                       unsigned int _flags);

/** Sets an option: `ndots`, `timeout`, `attempts`, `max-timeouts`, `max-inflight`, `randomize-case`,
 * `bind-to`, `initial-probe-timeout`, `max-probe-timeout`, `probe-backoff-factor`,
 * `getaddrinfo-allow-skew`, `so-rcvbuf`, `so-sndbuf`, `tcp-idle-timeout`, `use-vc`, `ignore-tc`,
 * `edns-udp-size`. A colon at the end of the name makes no difference; times are seconds, of which
 * there may be fractions. Others do nothing. Returns 0, or -1 for a bad value.
 */
int evdns_base_set_option(struct evdns_base *base,
                          const char *option,
                          const char *val);

/** Reads a file in the form of resolv.conf. `flags` are DNS_OPTION_ values: what to take from it. Keywords
 * are nameserver, domain, search and options; see evdns_base_set_option() for the options. Returns 0
 * or an EVDNS_ERROR_ value; where the file cannot be opened, or names no server, there may be a
 * server at 127.0.0.1 nevertheless.
 */
int evdns_base_resolv_conf_parse(struct evdns_base *base,
                                 int flags,
                                 const char *filename);

/** Reads a file in the form of /etc/hosts, whose names evdns_getaddrinfo() knows from then on; NULL for
 * the names of this host alone. What was read before stays. Returns 0, or -1 if there is no such
 * file; the names of this host are known then.
 */
int evdns_base_load_hosts(struct evdns_base *base,
                          const char *hosts_fname);

/** Empties the list of search domains. */
void evdns_base_search_clear(struct evdns_base *base);

/** Adds a domain to the end of the list of search domains. */
void evdns_base_search_add(struct evdns_base *base, const char *domain);

/** Sets how many dots a name must have to be tried as it is before it is searched for. */
void evdns_base_search_ndots_set(struct evdns_base *base, int ndots);

/** Stores the address of a name server, `idx` places after the one that is asked next, and returns its
 * length: if that is more than `len`, nothing was stored. -1 if there is no such server.
 */
int evdns_base_get_nameserver_addr(struct evdns_base *base,
                                   int idx,
                                   struct sockaddr *sa,
                                   socklen_t len);

/** A UDP socket of a name server, `idx` places after the one that is asked next. There may be others.
 * -1 if there is none. It stays the library's.
 */
int evdns_base_get_nameserver_fd(struct evdns_base *base,
                                 int idx);

/** Sets what receives the messages of all resolvers; NULL: the library's log. */
void evdns_set_log_fn(evdns_debug_log_fn_type fn);

/** Does nothing, as in libevent since 2.0.4: the numbers of questions always come from the kernel's random
 * numbers.
 */
void evdns_set_transaction_id_fn(uint16_t (*_fn)(void));

/** Does nothing, as evdns_set_transaction_id_fn(). */
void evdns_set_random_bytes_fn(void (*_fn)(char *bytes, size_t n));

/* ---- Questions: for addresses, for names of addresses, and as getaddrinfo() has them. */

/** Asks for the IPv4 addresses of a name. `flags` are DNS_QUERY_ values and DNS_CNAME_CALLBACK. The callback
 * is called once, from the loop. NULL, without a call, if the name is none.
 */
struct evdns_request *evdns_base_resolve_ipv4(struct evdns_base *base,
                                              const char *name,
                                              int flags,
                                              evdns_callback_type callback,
                                              void *ptr);

/** Asks for the IPv6 addresses of a name. See evdns_base_resolve_ipv4(). */
struct evdns_request *evdns_base_resolve_ipv6(struct evdns_base *base,
                                              const char *name,
                                              int flags,
                                              evdns_callback_type callback,
                                              void *ptr);

/** Asks for the name of an IPv4 address. See evdns_base_resolve_ipv4(). */
struct evdns_request *evdns_base_resolve_reverse(struct evdns_base *base,
                                                 const struct in_addr *in,
                                                 int flags,
                                                 evdns_callback_type callback,
                                                 void *ptr);

/** Asks for the name of an IPv6 address. See evdns_base_resolve_ipv4(). */
struct evdns_request *evdns_base_resolve_reverse_ipv6(struct evdns_base *base,
                                                      const struct in6_addr *in,
                                                      int flags,
                                                      evdns_callback_type callback,
                                                      void *ptr);

/** Takes a request back whose callback was not called yet: it is called with DNS_ERR_CANCEL, from the loop;
 * or with the answer, if that has come already.
 */
void evdns_cancel_request(struct evdns_base *_base,
                          struct evdns_request *req);

/** Looks up the addresses of a host and the port of a service, as getaddrinfo() does: name servers are asked
 * for IPv4 and IPv6 at once. When one has answered, the other answer is waited for no longer than
 * the option getaddrinfo-allow-skew says.
 *
 * What is known without asking, addresses and names of the hosts file among that, and what is wrong,
 * is told at once; then this returns NULL. Otherwise the callback is called from the loop.
 * AI_V4MAPPED and AI_ALL do nothing.
 */
struct evdns_getaddrinfo_request *evdns_getaddrinfo(struct evdns_base *dns_base,
                                                    const char *nodename,
                                                    const char *servname,
                                                    const struct evutil_addrinfo *hints_in,
                                                    evdns_getaddrinfo_cb cb,
                                                    void *arg);

/** Takes back an evdns_getaddrinfo() whose callback was not called yet: it is called with
 * EVUTIL_EAI_CANCEL, from the loop.
 */
void evdns_getaddrinfo_cancel(struct evdns_getaddrinfo_request *req);

/** Keeps addresses of a name, as evdns_getaddrinfo() keeps those it finds, for `ttl` seconds. */
void evdns_cache_write(struct evdns_base *dns_base,
                       char *nodename,
                       struct evutil_addrinfo *res,
                       int ttl);

/** Looks into the cache alone, for the family that the hints say, and stores a list of addresses with this
 * port, to be freed with evutil_freeaddrinfo(). Returns 0, or -1 if nothing is known.
 */
int evdns_cache_lookup(struct evdns_base *base,
                       const char *nodename,
                       struct evutil_addrinfo *hints,
                       uint16_t port,
                       struct evutil_addrinfo **res);

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
