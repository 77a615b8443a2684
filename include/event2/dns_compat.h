/* Generated from src/ffi/dns_compat.rs by tests/headers.rs: edit there. */

/** Functions of libevent 1.x that work on one resolver for the whole program. New programs use
 * event2/dns.h.
 */
#ifndef EVENT2_DNS_COMPAT_H_INCLUDED_
#define EVENT2_DNS_COMPAT_H_INCLUDED_

#include <event2/dns.h>

#ifdef __cplusplus
extern "C" {
#endif

struct evdns_base;
struct evdns_server_port;
struct in6_addr;
struct in_addr;

/** Makes the resolver, on the event_base made last, and reads /etc/resolv.conf. Returns 0, or -1. See
 * evdns_base_new().
 */
int evdns_init(void);

/** The resolver, or NULL if there is none. */
struct evdns_base *evdns_get_global_base(void);

/** Frees the resolver. See evdns_base_free(). */
void evdns_shutdown(int fail_requests);

/** See evdns_base_nameserver_add(). Makes the resolver, if there is none. */
int evdns_nameserver_add(unsigned long address);

/** See evdns_base_nameserver_ip_add(). Makes the resolver, if there is none. */
int evdns_nameserver_ip_add(const char *ip_as_string);

/** See evdns_base_count_nameservers(). */
int evdns_count_nameservers(void);

/** See evdns_base_clear_nameservers_and_suspend(). */
int evdns_clear_nameservers_and_suspend(void);

/** See evdns_base_resume(). */
int evdns_resume(void);

/** See evdns_base_resolve_ipv4(). Returns 0, or -1 where that returns NULL. */
int evdns_resolve_ipv4(const char *name,
                       int flags,
                       evdns_callback_type callback,
                       void *ptr);

/** See evdns_base_resolve_ipv6(). Returns 0, or -1 where that returns NULL. */
int evdns_resolve_ipv6(const char *name,
                       int flags,
                       evdns_callback_type callback,
                       void *ptr);

/** See evdns_base_resolve_reverse(). Returns 0, or -1 where that returns NULL. */
int evdns_resolve_reverse(const struct in_addr *in,
                          int flags,
                          evdns_callback_type callback,
                          void *ptr);

/** See evdns_base_resolve_reverse_ipv6(). Returns 0, or -1 where that returns NULL. */
int evdns_resolve_reverse_ipv6(const struct in6_addr *in,
                               int flags,
                               evdns_callback_type callback,
                               void *ptr);

/** Sets an option, if `flags`, DNS_OPTION_ values, say that options of its kind are to be set. See
 * evdns_base_set_option(). Makes the resolver, if there is none.
 */
int evdns_set_option(const char *option,
                     const char *val,
                     int flags);

/** See evdns_base_resolv_conf_parse(). Makes the resolver, if there is none. */
int evdns_resolv_conf_parse(int flags, const char *filename);

/** See evdns_base_search_clear(). */
void evdns_search_clear(void);

/** See evdns_base_search_add(). */
void evdns_search_add(const char *domain);

/** See evdns_base_search_ndots_set(). Makes the resolver, if there is none. */
void evdns_search_ndots_set(int ndots);

/** As evdns_add_server_port_with_base(), in the base that event_init() made last. */
struct evdns_server_port *evdns_add_server_port(evutil_socket_t socket,
                                                int flags,
                                                evdns_request_callback_fn_type callback,
                                                void *user_data);

#ifdef __cplusplus
}
#endif

#endif
