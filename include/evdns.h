/* Generated from tests/headers.rs by tests/headers.rs: edit there. */

/** The header of libevent 1.x for DNS. New programs include what they need from event2/. */
#ifndef EVENT1_EVDNS_H_INCLUDED_
#define EVENT1_EVDNS_H_INCLUDED_

#include <event.h>
#include <event2/dns.h>
#include <event2/dns_compat.h>
#include <event2/dns_struct.h>

#endif
