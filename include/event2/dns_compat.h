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

struct evdns_server_port;

/** As evdns_add_server_port_with_base(), in the base that event_init() made last. */
struct evdns_server_port *evdns_add_server_port(evutil_socket_t socket,
                                                int flags,
                                                evdns_request_callback_fn_type callback,
                                                void *user_data);

#ifdef __cplusplus
}
#endif

#endif
