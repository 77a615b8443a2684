/* Generated from tests/headers.rs by tests/headers.rs: edit there. */

/** The header of libevent 1.x for HTTP. New programs include what they need from event2/. */
#ifndef EVENT1_EVHTTP_H_INCLUDED_
#define EVENT1_EVHTTP_H_INCLUDED_

#include <event.h>
#include <event2/http.h>
#include <event2/http_struct.h>
#include <event2/http_compat.h>

#endif
