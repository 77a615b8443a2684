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

struct evdns_server_request;

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

/** A socket on which questions are answered. */
struct evdns_server_port;

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

#ifdef __cplusplus
}
#endif

#endif
