/* Generated from src/ffi/bufferevent_compat.rs by tests/headers.rs: edit there. */

/** Names for bufferevents from libevent 1.x. New programs use event2/bufferevent.h alone. */
#ifndef EVENT2_BUFFEREVENT_COMPAT_H_INCLUDED_
#define EVENT2_BUFFEREVENT_COMPAT_H_INCLUDED_

#include <event2/bufferevent.h>

#ifdef __cplusplus
extern "C" {
#endif

struct bufferevent;

/** Use BEV_EVENT_READING instead. */
#define EVBUFFER_READ BEV_EVENT_READING

/** Use BEV_EVENT_WRITING instead. */
#define EVBUFFER_WRITE BEV_EVENT_WRITING

/** Use BEV_EVENT_EOF instead. */
#define EVBUFFER_EOF BEV_EVENT_EOF

/** Use BEV_EVENT_ERROR instead. */
#define EVBUFFER_ERROR BEV_EVENT_ERROR

/** Use BEV_EVENT_TIMEOUT instead. */
#define EVBUFFER_TIMEOUT BEV_EVENT_TIMEOUT

/** As bufferevent_socket_new(), in the base that event_init() made last, with callbacks. */
struct bufferevent *bufferevent_new(evutil_socket_t fd,
                                    bufferevent_data_cb readcb,
                                    bufferevent_data_cb writecb,
                                    bufferevent_event_cb eventcb,
                                    void *cbarg);

/** As bufferevent_set_timeouts(), in seconds; 0 for any time. */
void bufferevent_settimeout(struct bufferevent *bufev, int timeout_read, int timeout_write);

/** Use bufferevent_data_cb instead. */
#define evbuffercb bufferevent_data_cb
/** Use bufferevent_event_cb instead. */
#define everrorcb bufferevent_event_cb

/** The input buffer. Use bufferevent_get_input() instead. */
#define EVBUFFER_INPUT(x) bufferevent_get_input(x)
/** The output buffer. Use bufferevent_get_output() instead. */
#define EVBUFFER_OUTPUT(x) bufferevent_get_output(x)

#ifdef __cplusplus
}
#endif

#endif
