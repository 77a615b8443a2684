/* Generated from src/ffi/bufferevent.rs by tests/headers.rs: edit there. */

/** Bufferevents: a connection with a buffer for what came in and one for what goes out.
 *
 * The library moves data between the connection and the buffers and calls back when there is
 * something to read, when the output has been written, and when the connection begins, ends,
 * fails or is idle too long. Beneath may be a socket, another bufferevent through a filter, one
 * half of a pair, or TLS.
 *
 * A bufferevent that was made with BEV_OPT_THREADSAFE may be used by several threads.
 */
#ifndef EVENT2_BUFFEREVENT_H_INCLUDED_
#define EVENT2_BUFFEREVENT_H_INCLUDED_

#include <event2/visibility.h>
#include <event2/util.h>

#ifdef __cplusplus
extern "C" {
#endif

struct bufferevent;
struct evbuffer;

/** It happened while reading. */
#define BEV_EVENT_READING 1

/** It happened while writing. */
#define BEV_EVENT_WRITING 2

/** The other side has ended the connection. */
#define BEV_EVENT_EOF 16

/** An error that cannot be recovered from; see EVUTIL_SOCKET_ERROR(). */
#define BEV_EVENT_ERROR 32

/** A timeout passed; that direction is disabled now. */
#define BEV_EVENT_TIMEOUT 64

/** The connection that was begun is there. */
#define BEV_EVENT_CONNECTED 128

/** Options for making a bufferevent, to be combined. */
enum bufferevent_options {
  /** Freeing the bufferevent frees what is beneath: socket, other bufferevent, TLS object. */
  BEV_OPT_CLOSE_ON_FREE = 1,
  /** Use a lock, if threading is set up. */
  BEV_OPT_THREADSAFE = 2,
  /** Call callbacks from the loop, not from within the call that caused them. */
  BEV_OPT_DEFER_CALLBACKS = 4,
  /** Do not hold the lock while calling callbacks. Needs BEV_OPT_DEFER_CALLBACKS. */
  BEV_OPT_UNLOCK_CALLBACKS = 8
};

/** Options for bufferevent_trigger() and bufferevent_trigger_event(). */
enum bufferevent_trigger_options {
  /** Call back whatever the watermarks say. */
  BEV_TRIG_IGNORE_WATERMARKS = 65536,
  /** Call back from the loop, even if this bufferevent does not always do so. */
  BEV_TRIG_DEFER_CALLBACKS = 4
};

/** How urgently data is to be passed on. */
enum bufferevent_flush_mode {
  /** As much as is convenient. */
  BEV_NORMAL = 0,
  /** As much as possible. */
  BEV_FLUSH = 1,
  /** Everything: no more data will come. */
  BEV_FINISHED = 2
};

/** What a filter did. */
enum bufferevent_filter_result {
  /** It wrote data. */
  BEV_OK = 0,
  /** It wrote nothing and needs more input to do so. */
  BEV_NEED_MORE = 1,
  /** It failed, and so has the connection. */
  BEV_ERROR = 2
};

/** Bufferevents that share one rate limit. */
struct bufferevent_rate_limit_group;

/** Rates and sizes of bursts for rate limits. */
struct ev_token_bucket_cfg;

/** Called when there is data to read, or when the output has drained. */
typedef void (*bufferevent_data_cb)(struct bufferevent *bev, void *ctx);

/** Called when something happens to the connection: `what` is of BEV_EVENT_ values. */
typedef void (*bufferevent_event_cb)(struct bufferevent *bev, short what, void *ctx);

/** A filter: moves data from `src` to `dst`, changing it on the way. It should write no more than
 * `dst_limit` bytes, unless that is -1.
 */
typedef enum bufferevent_filter_result (*bufferevent_filter_cb)(struct evbuffer *src,
                                                                struct evbuffer *dst,
                                                                ev_ssize_t dst_limit,
                                                                enum bufferevent_flush_mode mode,
                                                                void *ctx);

/** The highest rate and burst that a rate limit can have, in bytes: no limit. */
#define EV_RATE_LIMIT_MAX EV_SSIZE_MAX

#ifdef __cplusplus
}
#endif

#endif
