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

#ifdef __cplusplus
}
#endif

#endif
