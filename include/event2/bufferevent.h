/* Generated from src/ffi/bufferevent.rs by tests/headers.rs: edit there. */

/** Bufferevents: a connection with a buffer for what came in and one for what goes out.
 *
 * The library moves data between the connection and the buffers and calls back when there is
 * something to read, when the output has been written, and when the connection begins, ends,
 * fails or is idle too long. Beneath may be a socket, another bufferevent through a filter, one
 * half of a pair, or TLS.
 *
 * A bufferevent that was made with BEV_OPT_THREADSAFE may be used by several threads.
 *
 * Functions that return int give 0 on success and -1 on failure, unless they say otherwise.
 */
#ifndef EVENT2_BUFFEREVENT_H_INCLUDED_
#define EVENT2_BUFFEREVENT_H_INCLUDED_

#include <event2/visibility.h>
#include <event2/util.h>

#ifdef __cplusplus
extern "C" {
#endif

struct bufferevent;
struct bufferevent_rate_limit_group;
struct ev_token_bucket_cfg;
struct evbuffer;
struct evdns_base;
struct event_base;

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

/** A filter: moves data from `src` to `dst`, changing it on the way. It should write no more than
 * `dst_limit` bytes, unless that is -1.
 */
typedef enum bufferevent_filter_result (*bufferevent_filter_cb)(struct evbuffer *src,
                                                                struct evbuffer *dst,
                                                                ev_ssize_t dst_limit,
                                                                enum bufferevent_flush_mode mode,
                                                                void *ctx);

/** Called when there is data to read, or when the output has drained. */
typedef void (*bufferevent_data_cb)(struct bufferevent *bev, void *ctx);

/** Called when something happens to the connection: `what` is of BEV_EVENT_ values. */
typedef void (*bufferevent_event_cb)(struct bufferevent *bev, short what, void *ctx);

/** Makes two bufferevents in `pair` that are connected with each other: what is written to one comes
 * in at the other. The callbacks of both are called from the loop. Returns 0, or -1.
 */
int bufferevent_pair_new(struct event_base *base,
                         int options,
                         struct bufferevent **pair);

/** The other one of a pair; NULL if it was freed, or `bev` is not of a pair. */
struct bufferevent *bufferevent_pair_get_partner(struct bufferevent *bev);

/** Puts a filter on top of `underlying`, which it takes over: what comes in there goes through
 * `input_filter`, what is written to the filter through `output_filter`; NULL changes nothing. With
 * BEV_OPT_CLOSE_ON_FREE, `underlying` is freed with it. `ctx` is the argument of both, and given to
 * `free_context`, unless that is NULL, when the filter is no more. NULL on failure.
 */
struct bufferevent *bufferevent_filter_new(struct bufferevent *underlying,
                                           bufferevent_filter_cb input_filter,
                                           bufferevent_filter_cb output_filter,
                                           int options,
                                           void (*free_context)(void *ctx),
                                           void *ctx);

/** What is below a filter, or below TLS on another bufferevent; NULL for other kinds. */
struct bufferevent *bufferevent_get_underlying(struct bufferevent *bufev);

/** Frees a bufferevent, with what is in its buffers. No callback is called any more. The socket of
 * BEV_OPT_CLOSE_ON_FREE is closed by the loop, once nothing uses it.
 */
void bufferevent_free(struct bufferevent *bufev);

/** Adds a user: the bufferevent stays until each has called bufferevent_decref(). */
void bufferevent_incref(struct bufferevent *bufev);

/** Ends what bufferevent_incref() began. Returns 1 if that was the last user, so that the bufferevent
 * is freed, else 0.
 */
int bufferevent_decref(struct bufferevent *bufev);

/** Takes the lock of a bufferevent that has one, and adds a user. */
void bufferevent_lock(struct bufferevent *bufev);

/** Ends what bufferevent_lock() began. */
void bufferevent_unlock(struct bufferevent *bufev);

/** Moves a bufferevent on a socket to another base. Returns -1 while it waits for something, and for
 * other kinds.
 */
int bufferevent_base_set(struct event_base *base,
                         struct bufferevent *bufev);

/** The base of a bufferevent. */
struct event_base *bufferevent_get_base(struct bufferevent *bev);

/** Sets the priority of a bufferevent on a socket. Returns -1 for other kinds, and for a priority
 * that the base does not have.
 */
int bufferevent_priority_set(struct bufferevent *bufev,
                             int pri);

/** The priority of a bufferevent. */
int bufferevent_get_priority(const struct bufferevent *bev);

/** Sets what is called: `readcb` when there is input, at least the low watermark; `writecb` when the
 * output has drained to its low watermark; `eventcb` for the end, errors, timeouts, and when a
 * connection is there. Each may be NULL.
 */
void bufferevent_setcb(struct bufferevent *bufev,
                       bufferevent_data_cb readcb,
                       bufferevent_data_cb writecb,
                       bufferevent_event_cb eventcb,
                       void *cbarg);

/** Stores what bufferevent_setcb() has set, where the pointers are not NULL. */
void bufferevent_getcb(struct bufferevent *bufev,
                       bufferevent_data_cb *readcb_ptr,
                       bufferevent_data_cb *writecb_ptr,
                       bufferevent_event_cb *eventcb_ptr,
                       void **cbarg_ptr);

/** Calls the read callback (EV_READ) and the write callback (EV_WRITE), where the watermarks allow
 * it. `options` are BEV_TRIG_ values.
 */
void bufferevent_trigger(struct bufferevent *bufev,
                         short iotype,
                         int options);

/** Calls the event callback. `what` are BEV_EVENT_ values, `options` BEV_TRIG_ values. */
void bufferevent_trigger_event(struct bufferevent *bufev, short what, int options);

/** Appends to the output. Returns 0, or -1. */
int bufferevent_write(struct bufferevent *bufev, const void *data, size_t size);

/** Moves all of `buf` to the output. Returns 0, or -1. */
int bufferevent_write_buffer(struct bufferevent *bufev, struct evbuffer *buf);

/** Removes up to `size` bytes of input to `data`. Returns how many. */
size_t bufferevent_read(struct bufferevent *bufev, void *data, size_t size);

/** Moves all input to the end of `buf`. Returns 0, or -1. */
int bufferevent_read_buffer(struct bufferevent *bufev, struct evbuffer *buf);

/** The input: what has come in. Nothing may be appended to it. */
struct evbuffer *bufferevent_get_input(struct bufferevent *bufev);

/** The output: what is to go out. Nothing may be removed from it. */
struct evbuffer *bufferevent_get_output(struct bufferevent *bufev);

/** Passes on what is waiting, as far as `mode` says, for reading (EV_READ), writing (EV_WRITE) or
 * both. Returns 1 if that made data, 0 if not, -1 on failure. Nothing happens on sockets.
 */
int bufferevent_flush(struct bufferevent *bufev,
                      short iotype,
                      enum bufferevent_flush_mode mode);

/** Begins to read (EV_READ) and write (EV_WRITE). New bufferevents write, and do not read. */
int bufferevent_enable(struct bufferevent *bufev, short event);

/** Stops reading (EV_READ) and writing (EV_WRITE). */
int bufferevent_disable(struct bufferevent *bufev, short event);

/** What is enabled: EV_READ, EV_WRITE, both or 0. */
short bufferevent_get_enabled(struct bufferevent *bufev);

/** How long reading and writing may take without progress; NULL for any time. When it has passed,
 * that direction is disabled and the event callback called.
 */
int bufferevent_set_timeouts(struct bufferevent *bufev,
                             const struct timeval *timeout_read,
                             const struct timeval *timeout_write);

/** Sets the watermarks, in bytes, for reading (EV_READ), writing (EV_WRITE) or both. The read callback
 * waits for the low mark, and reading stops at the high one, unless that is 0. The write callback comes
 * when the output has drained to the low mark; the high one is for filters on top.
 */
void bufferevent_setwatermark(struct bufferevent *bufev,
                              short events,
                              size_t lowmark,
                              size_t highmark);

/** Stores the watermarks for reading (EV_READ) or writing (EV_WRITE), where the pointers are not NULL.
 * Returns -1 for anything else.
 */
int bufferevent_getwatermark(struct bufferevent *bufev,
                             short events,
                             size_t *lowmark,
                             size_t *highmark);

/* ---- Bufferevents on sockets. */

/** Makes a bufferevent on a socket, which is to be nonblocking, or, if `fd` is negative, for one to
 * come. `options` are BEV_OPT_ values. NULL on failure; the socket is then still the caller's.
 */
struct bufferevent *bufferevent_socket_new(struct event_base *base,
                                           evutil_socket_t fd,
                                           int options);

/** Connects to an address, with a socket of its own if there is none; or waits for a connection that
 * was begun already, if `addr` is NULL. The event callback is called with BEV_EVENT_CONNECTED or
 * BEV_EVENT_ERROR. Returns -1, without a call, if connecting cannot even begin.
 */
int bufferevent_socket_connect(struct bufferevent *bufev,
                               const struct sockaddr *addr,
                               int socklen);

/** Connects to a host by name: `family` is AF_INET, AF_INET6 or AF_UNSPEC. Without an `evdns_base` the
 * name is looked up while the caller waits. Returns -1 for wrong arguments. If the name is not found
 * or connecting cannot begin, the event callback is called with BEV_EVENT_ERROR, and this returns 0;
 * see bufferevent_socket_get_dns_error().
 */
int bufferevent_socket_connect_hostname(struct bufferevent *bufev,
                                        struct evdns_base *evdns_base,
                                        int family,
                                        const char *hostname,
                                        int port);

/** As bufferevent_socket_connect_hostname(), with hints for the look-up: family, kind and protocol. */
int bufferevent_socket_connect_hostname_hints(struct bufferevent *bufev,
                                              struct evdns_base *evdns_base,
                                              const struct evutil_addrinfo *hints,
                                              const char *hostname,
                                              int port);

/** The error of the last look-up of a name: EVUTIL_EAI_ values, or 0. */
int bufferevent_socket_get_dns_error(struct bufferevent *bev);

/** Changes the socket; the one that was there stays open. The buffers stay as they are. */
int bufferevent_setfd(struct bufferevent *bufev, evutil_socket_t fd);

/** Changes the socket, and closes the one that was there, if BEV_OPT_CLOSE_ON_FREE was given. */
int bufferevent_replacefd(struct bufferevent *bufev,
                          evutil_socket_t fd);

/** The socket, of what is below in the case of a filter; -1 if there is none. */
evutil_socket_t bufferevent_getfd(struct bufferevent *bufev);

/* ---- Rate limits, for one bufferevent and for groups.
 *
 * A limit is a token bucket: each tick adds the rate, up to the burst, and each byte takes one. When
 * it is empty, reading or writing pauses.
 */

/** Makes a configuration: bytes for each tick, and the most that may come together, for reading and
 * for writing. A tick is `tick_len` long, at least a millisecond; NULL is a second. NULL on failure.
 */
struct ev_token_bucket_cfg *ev_token_bucket_cfg_new(size_t read_rate,
                                                    size_t read_burst,
                                                    size_t write_rate,
                                                    size_t write_burst,
                                                    const struct timeval *tick_len);

/** Frees a configuration that no bufferevent has any more. Groups have copies of their own. */
void ev_token_bucket_cfg_free(struct ev_token_bucket_cfg *cfg);

/** Limits a bufferevent, or no longer, if `cfg` is NULL. The configuration has to stay until then. */
int bufferevent_set_rate_limit(struct bufferevent *bev,
                               struct ev_token_bucket_cfg *cfg);

/** What bufferevent_set_rate_limit() has set, or NULL. */
const struct ev_token_bucket_cfg *bufferevent_get_token_bucket_cfg(const struct bufferevent *bev);

/** How many bytes the bufferevent's own limit still allows to read: EV_SSIZE_MAX without one. */
ev_ssize_t bufferevent_get_read_limit(struct bufferevent *bev);

/** How many bytes the bufferevent's own limit still allows to write: EV_SSIZE_MAX without one. */
ev_ssize_t bufferevent_get_write_limit(struct bufferevent *bev);

/** How many bytes the next read may have, by all limits. */
ev_ssize_t bufferevent_get_max_to_read(struct bufferevent *bev);

/** How many bytes the next write may have, by all limits. */
ev_ssize_t bufferevent_get_max_to_write(struct bufferevent *bev);

/** Takes bytes from the bufferevent's own limit to read, or puts them back, if `decr` is negative.
 * Returns -1 without a limit.
 */
int bufferevent_decrement_read_limit(struct bufferevent *bev,
                                     ev_ssize_t decr);

/** Takes bytes from the bufferevent's own limit to write, or puts them back, if `decr` is negative.
 * Returns -1 without a limit.
 */
int bufferevent_decrement_write_limit(struct bufferevent *bev,
                                      ev_ssize_t decr);

/** The most that one read transfers. 0 and lengths above EV_SSIZE_MAX set it back to 16384. */
int bufferevent_set_max_single_read(struct bufferevent *bev, size_t size);

/** The most that one write transfers. 0 and lengths above EV_SSIZE_MAX set it back to 16384. */
int bufferevent_set_max_single_write(struct bufferevent *bev, size_t size);

/** What bufferevent_set_max_single_read() has set. */
ev_ssize_t bufferevent_get_max_single_read(struct bufferevent *bev);

/** What bufferevent_set_max_single_write() has set. */
ev_ssize_t bufferevent_get_max_single_write(struct bufferevent *bev);

/** Makes a group, whose members share one limit. It keeps a copy of `cfg`. NULL on failure. */
struct bufferevent_rate_limit_group *bufferevent_rate_limit_group_new(struct event_base *base,
                                                                      const struct ev_token_bucket_cfg *cfg);

/** Frees a group. Members that it still has go on without it. */
void bufferevent_rate_limit_group_free(struct bufferevent_rate_limit_group *g);

/** Changes the limit of a group. Returns -1 if `cfg` is NULL. */
int bufferevent_rate_limit_group_set_cfg(struct bufferevent_rate_limit_group *g,
                                         const struct ev_token_bucket_cfg *cfg);

/** Sets what a member may transfer at once, at least: at most what a tick brings; 64 at first. */
int bufferevent_rate_limit_group_set_min_share(struct bufferevent_rate_limit_group *g,
                                               size_t min_share);

/** Makes a bufferevent a member of a group, and of no other. NULL for the group leaves the one it is in. */
int bufferevent_add_to_rate_limit_group(struct bufferevent *bev,
                                        struct bufferevent_rate_limit_group *g);

/** Has a bufferevent leave its group, if it is in one. */
int bufferevent_remove_from_rate_limit_group(struct bufferevent *bev);

/** How many bytes the limit of a group still allows to read. */
ev_ssize_t bufferevent_rate_limit_group_get_read_limit(struct bufferevent_rate_limit_group *g);

/** How many bytes the limit of a group still allows to write. */
ev_ssize_t bufferevent_rate_limit_group_get_write_limit(struct bufferevent_rate_limit_group *g);

/** Takes bytes from the limit of a group to read, or puts them back, if `decr` is negative. */
int bufferevent_rate_limit_group_decrement_read(struct bufferevent_rate_limit_group *g,
                                                ev_ssize_t decr);

/** Takes bytes from the limit of a group to write, or puts them back, if `decr` is negative. */
int bufferevent_rate_limit_group_decrement_write(struct bufferevent_rate_limit_group *g,
                                                 ev_ssize_t decr);

/** Stores how many bytes the members have read and written, where the pointers are not NULL. */
void bufferevent_rate_limit_group_get_totals(struct bufferevent_rate_limit_group *grp,
                                             ev_uint64_t *total_read_out,
                                             ev_uint64_t *total_written_out);

/** Sets what bufferevent_rate_limit_group_get_totals() tells back to 0. */
void bufferevent_rate_limit_group_reset_totals(struct bufferevent_rate_limit_group *grp);

/** The highest rate and burst that a rate limit can have, in bytes: no limit. */
#define EV_RATE_LIMIT_MAX EV_SSIZE_MAX

#ifdef __cplusplus
}
#endif

#endif
