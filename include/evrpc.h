/* Generated from tests/headers.rs by tests/headers.rs: edit there. */

/** The header of libevent 1.x for remote procedure calls. New programs include what they need from event2/. */
#ifndef EVENT1_EVRPC_H_INCLUDED_
#define EVENT1_EVRPC_H_INCLUDED_

#include <event.h>
#include <event2/rpc.h>
#include <event2/rpc_struct.h>
#include <event2/rpc_compat.h>

#endif
