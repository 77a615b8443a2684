/* Generated from src/ffi/watch.rs by tests/headers.rs: edit there. */

/** Watchers: callbacks around each wait of the loop.
 *
 * A prepare watcher is called before the base waits for events, a check watcher after it woke
 * up and before it runs callbacks. They serve to measure the loop or to embed another one.
 * Each kind is called in the order of creation.
 */
#ifndef EVENT2_WATCH_H_INCLUDED_
#define EVENT2_WATCH_H_INCLUDED_

#include <event2/visibility.h>

#ifdef __cplusplus
extern "C" {
#endif

struct event_base;
struct evwatch;
struct evwatch_check_cb_info;
struct evwatch_prepare_cb_info;
struct timeval;

/** Called before the base waits. `info` is valid only during the call. */
typedef void (*evwatch_prepare_cb)(struct evwatch *watcher,
                                   const struct evwatch_prepare_cb_info *info,
                                   void *arg);

/** Called after the base has waited. `info` is valid only during the call. */
typedef void (*evwatch_check_cb)(struct evwatch *watcher,
                                 const struct evwatch_check_cb_info *info,
                                 void *arg);

/** Has `callback` called before each wait of the base. NULL on failure.
 * Free the watcher with evwatch_free(), or else the base does.
 */
struct evwatch *evwatch_prepare_new(struct event_base *base,
                                    evwatch_prepare_cb callback,
                                    void *arg);

/** Has `callback` called after each wait of the base. NULL on failure.
 * Free the watcher with evwatch_free(), or else the base does.
 */
struct evwatch *evwatch_check_new(struct event_base *base,
                                  evwatch_check_cb callback,
                                  void *arg);

/** The base of a watcher. */
struct event_base *evwatch_base(struct evwatch *watcher);

/** Frees a watcher; it is not called any more. Allowed in its own callback. */
void evwatch_free(struct evwatch *watcher);

/** Stores how long the base is going to wait at most and returns 1; returns 0 if it will wait
 * without limit.
 */
int evwatch_prepare_get_timeout(const struct evwatch_prepare_cb_info *info,
                                struct timeval *timeout);

#ifdef __cplusplus
}
#endif

#endif
