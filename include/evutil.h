/* Generated from tests/headers.rs by tests/headers.rs: edit there. */

/** The header of libevent 1.x for utilities. New programs include what they need from event2/. */
#ifndef EVENT1_EVUTIL_H_INCLUDED_
#define EVENT1_EVUTIL_H_INCLUDED_

#include <event2/util.h>

#endif
