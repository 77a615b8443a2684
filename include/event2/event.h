/* Generated from src/ffi/event.rs by tests/headers.rs: edit there. */

/** Events, and the loop that waits for them.
 *
 * An event_base watches file descriptors, signals and timers through the best method the
 * system offers. An event says what to watch and which function to call; after event_add()
 * it is pending, when its condition comes true it is active, and event_base_loop() calls its
 * function.
 *
 * Unless a function says otherwise:
 * - functions that return int give 0 on success and -1 on failure;
 * - pointers must be valid, and whatever is passed in stays the caller's;
 * - a struct timeval holds seconds and microseconds; timeouts are relative to now;
 * - once locking is set up (event2/thread.h), any thread may use a base and its events,
 *   except to free the base or to configure it while it runs.
 */
#ifndef EVENT2_EVENT_H_INCLUDED_
#define EVENT2_EVENT_H_INCLUDED_

#include <event2/visibility.h>
#include <event2/util.h>
#include <stdio.h>
#include <sys/time.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct event;
struct event_base;
struct event_config;

/* ---- What concerns the library as a whole: logging, fatal errors, memory, debugging, version. */

/** Severity of a message: details for people who debug. */
#define EVENT_LOG_DEBUG 0

/** Severity of a message: worth knowing. */
#define EVENT_LOG_MSG 1

/** Severity of a message: something went wrong, and the library goes on. */
#define EVENT_LOG_WARN 2

/** Severity of a message: the library cannot go on. */
#define EVENT_LOG_ERR 3

/** Receives a message: one of EVENT_LOG_ and the text without a newline, which is valid only
 * during the call. It must not call the library.
 */
typedef void (*event_log_cb)(int severity, const char *msg);

/** Called when the library cannot go on, with the exit status it would have used. It should not
 * return: if it does, the process exits with that status.
 */
typedef void (*event_fatal_cb)(int err);

/** For event_enable_debug_logging(): no debug messages. */
#define EVENT_DBG_NONE 0

/** For event_enable_debug_logging(): all debug messages. */
#define EVENT_DBG_ALL 4294967295u

/** Sends the library's messages to `cb` instead of to stderr. NULL brings back stderr.
 * Not to be called while other threads use the library.
 */
void event_set_log_callback(event_log_cb cb);

/** Calls `cb` instead of ending the process on a fatal error. NULL brings back the default.
 * Not to be called while other threads use the library.
 */
void event_set_fatal_callback(event_fatal_cb cb);

/** Chooses which debug messages are logged: EVENT_DBG_NONE or EVENT_DBG_ALL. They are expensive. */
void event_enable_debug_logging(ev_uint32_t which);

/** Makes the library look for misuse of events, such as adding one that was never assigned or
 * assigning one that is added; what it finds is a fatal error.
 *
 * Call it before any event or base is made. Every event from event_assign() then needs
 * event_debug_unassign() before its memory goes away. Costs time and memory.
 */
void event_enable_debug_mode(void);

/** Has the library allocate through these functions, which behave like malloc(), realloc() and
 * free() and must be thread-safe if the program has threads. NULL stands for the C library's.
 *
 * Call it before any other function of the library: what one allocator gave, the other cannot
 * free. Returned memory must be aligned for any type.
 */
void event_set_mem_functions(void *(*malloc_fn)(size_t sz),
                             void *(*realloc_fn)(void *ptr, size_t sz),
                             void (*free_fn)(void *ptr));

/** The version of the library that is running, as text such as "2.1.12-stable". Static. */
const char *event_get_version(void);

/** The version of the library that is running: a byte each for major, minor and patch, then one
 * that is 0 for a release. LIBEVENT_VERSION_NUMBER is that of the header.
 */
ev_uint32_t event_get_version_number(void);

/** The size in bytes of struct event in the library that is running, for callers that must not
 * rely on the size in their header.
 */
size_t event_get_struct_event_size(void);

/** Frees everything the library keeps for itself, so that leak checkers are content.
 *
 * Free all bases and events first; nothing of the library may be used afterwards. Objects you
 * made yourself are not freed.
 */
void libevent_global_shutdown(void);

/* ---- Configuration: choose how a new base works.
 *
 * Make an event_config, tell it what to avoid and what to require, pass it to
 * event_base_new_with_config(), then free it. One configuration may serve several bases.
 */

/** What a polling method can do; see event_config_require_features(). */
enum event_method_feature {
  /** Events can be edge-triggered (EV_ET). */
  EV_FEATURE_ET = 1,
  /** Finding, adding or deleting one event costs the same however many are watched. */
  EV_FEATURE_O1 = 2,
  /** Any kind of file descriptor works, not only sockets and pipes. */
  EV_FEATURE_FDS = 4,
  /** A closed connection is seen without reading from it (EV_CLOSED). */
  EV_FEATURE_EARLY_CLOSE = 8
};

/** Options of a base; see event_config_set_flag(). */
enum event_base_config_flag {
  /** Use no locks, even where threading is set up: only one thread touches the base. */
  EVENT_BASE_FLAG_NOLOCK = 1,
  /** Do not look at the EVENT_* environment variables when choosing a method. */
  EVENT_BASE_FLAG_IGNORE_ENV = 2,
  /** Start the completion port with the base; of meaning on Windows only. */
  EVENT_BASE_FLAG_STARTUP_IOCP = 4,
  /** Ask for the time whenever it is needed, rather than once per turn of the loop. */
  EVENT_BASE_FLAG_NO_CACHE_TIME = 8,
  /** With epoll, gather changes and pass on only their sum before each wait. Saves system
   * calls when one descriptor is added and deleted repeatedly; unsafe for descriptors made
   * with dup() that share one open file.
   */
  EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST = 16,
  /** Prefer exact timers to cheap ones. */
  EVENT_BASE_FLAG_PRECISE_TIMER = 32,
  /** With epoll and precise timers, make do without a timerfd. */
  EVENT_BASE_FLAG_EPOLL_DISALLOW_TIMERFD = 64,
  /** Receive signals through a signalfd. They are then blocked for the thread, and child
   * processes inherit that.
   */
  EVENT_BASE_FLAG_USE_SIGNALFD = 128
};

/** Makes an empty configuration. Free it with event_config_free(). NULL if out of memory. */
struct event_config *event_config_new(void);

/** Frees a configuration. Bases made from it are not affected. */
void event_config_free(struct event_config *cfg);

/** Rules out the polling method of this name, such as "select"; the name is copied.
 * event_get_supported_methods() lists the names. Naming an unknown method is no error.
 */
int event_config_avoid_method(struct event_config *cfg, const char *method);

/** Accepts only methods that have all of these features, given as bits of
 * event_method_feature. Replaces what an earlier call required.
 */
int event_config_require_features(struct event_config *cfg, int feature);

/** Switches on options, given as bits of event_base_config_flag. None can be switched off again. */
int event_config_set_flag(struct event_config *cfg,
                          int flag);

/** Says how many processors the base may count on. A hint for completion ports, without
 * effect on other systems.
 */
int event_config_set_num_cpus_hint(struct event_config *cfg, int cpus);

/** Limits how long the base runs callbacks of low priority before it looks for new events.
 *
 * While callbacks of priority `min_priority` or a larger number run, the base polls again
 * after `max_callbacks` of them (no limit if negative) or once `max_interval` has passed (no
 * limit if NULL), so that more urgent events need not wait. Costs throughput; of use only with
 * several priorities.
 */
int event_config_set_max_dispatch_interval(struct event_config *cfg,
                                           const struct timeval *max_interval,
                                           int max_callbacks,
                                           int min_priority);

/* ---- Bases: make, ask, tune and free them. */

/** Count the events whose callbacks wait to run. */
#define EVENT_BASE_COUNT_ACTIVE 1u

/** Count what keeps the loop alive without being an event that was added. */
#define EVENT_BASE_COUNT_VIRTUAL 2u

/** Count the events that were added, once for each queue they are on; not the library's own. */
#define EVENT_BASE_COUNT_ADDED 4u

/** The largest number of priorities that a base can have. */
#define EVENT_MAX_PRIORITIES 256

/** Called by event_base_foreach_event() for each event of the base. A result other than 0 stops
 * the walk and becomes its result.
 */
typedef int (*event_base_foreach_event_cb)(const struct event_base *base,
                                           const struct event *ev,
                                           void *arg);

/** Makes a base with the defaults: the best method available, one priority. NULL on failure.
 * Free it with event_base_free().
 */
struct event_base *event_base_new(void);

/** Makes a base as a configuration asks for. NULL on failure, also if no method fits.
 * The configuration (NULL: the defaults) stays the caller's and may be freed at once.
 */
struct event_base *event_base_new_with_config(const struct event_config *cfg);

/** Frees a base; finalizers that have not run yet are run first.
 *
 * Events that are still added are deleted but not freed, and no descriptor is closed. Free the
 * events, bufferevents and other objects that use the base before it. No other thread may
 * use the base any more. NULL frees the base of event_init().
 */
void event_base_free(struct event_base *base);

/** Frees a base as event_base_free() does, without running outstanding finalizers. */
void event_base_free_nofinalize(struct event_base *base);

/** Makes a base usable in the child after fork(). All events stay as they were.
 *
 * Call it in the child before anything else uses the base. On failure (-1) some events could
 * not be added again.
 */
int event_reinit(struct event_base *base);

/** The name of the method that the base polls with, such as "epoll". A static string. */
const char *event_base_get_method(const struct event_base *base);

/** The name of the way in which the base receives signals. A static string. */
const char *event_base_get_signal_method(const struct event_base *base);

/** The names of all polling methods that this build knows, best first, ended by NULL.
 *
 * Array and strings are static: do not free them. Some may still fail to start at run time.
 */
const char **event_get_supported_methods(void);

/** What the base's method can do: bits of event_method_feature. */
int event_base_get_features(const struct event_base *base);

/** How many events there are now, of all kinds that `flags` names (EVENT_BASE_COUNT_*) together. */
int event_base_get_num_events(struct event_base *base,
                              unsigned int flags);

/** The most events there have been of the kinds in `flags` (EVENT_BASE_COUNT_*): the sum of each
 * kind's own maximum. If `clear` is not 0, those maxima start again from 0.
 */
int event_base_get_max_events(struct event_base *base,
                              unsigned int flags,
                              int clear);

/** Gives the base `npriorities` priorities, from 0 (most urgent) to `npriorities - 1`.
 *
 * New events get the middle one. Fails for numbers below 1, for EVENT_MAX_PRIORITIES and more,
 * and while events are active; best called before the base is used.
 */
int event_base_priority_init(struct event_base *base,
                             int npriorities);

/** The number of priorities of a base; for NULL, of the base of event_init(). */
int event_base_get_npriorities(struct event_base *base);

/** Marks a length of time as one that many timeouts share.
 *
 * Pass the result to event_add() instead of `duration`. It belongs to the base, must not be
 * changed or freed, and is no sensible time by itself. NULL on failure; a base has room for 256
 * of them. Timeouts are cheap here with and without it.
 */
const struct timeval *event_base_init_common_timeout(struct event_base *base,
                                                     const struct timeval *duration);

/** Stores the time of day as the base knows it: in a callback, that of the current turn of the
 * loop, without a system call. Outside of the loop or with a NULL base it is the system's.
 */
int event_base_gettimeofday_cached(struct event_base *base,
                                   struct timeval *tv);

/** Takes a fresh reading of the base's cached time, for callbacks that ran long before they
 * add timeouts. Does nothing while the loop is not running.
 */
int event_base_update_cache_time(struct event_base *base);

/** Stores the monotonic time as the base knows it, which is what its timeouts are measured by.
 * Compare it only with other values from the same base.
 */
int event_gettime_monotonic(struct event_base *base,
                            struct timeval *tp);

/** Calls `callback` for every event that is added or active, once each, in no promised order.
 *
 * The base is locked meanwhile: the callback must not add, delete, activate or free anything
 * of it, and should be quick. Returns 0, or the result that stopped the walk.
 */
int event_base_foreach_event(struct event_base *base,
                             event_base_foreach_event_cb callback,
                             void *arg);

/** Writes the inserted and the active events to `file`, one a line, for people to read. */
void event_base_dump_events(struct event_base *base, FILE *file);

/** Activates every event that waits for some of `events` (EV_READ, EV_WRITE and so on) on this
 * descriptor, as if the system had reported it. If EV_TIMEOUT is among them, it is the
 * events made with this descriptor, -1 included, that have a timeout, and their timeout that is
 * reported; the other bits then have no effect.
 */
void event_base_active_by_fd(struct event_base *base,
                             evutil_socket_t fd,
                             short events);

/** Activates every event that waits for this signal, as if it had been received. */
void event_base_active_by_signal(struct event_base *base, int sig);

/* ---- The loop: run callbacks until there is nothing left to wait for, or until told to stop. */

/** Wait until some events are active, run their callbacks, then return. */
#define EVLOOP_ONCE 1

/** Do not wait: run the callbacks of what is ready now, then return. */
#define EVLOOP_NONBLOCK 2

/** Go on waiting though no event is pending, until told to stop. */
#define EVLOOP_NO_EXIT_ON_EMPTY 4

/** Runs the loop, as event_base_loop() does with no flags. Returns what that returns: 1 if nothing is pending any more. */
int event_base_dispatch(struct event_base *base);

/** Runs the loop of a base: wait for events, call back, and again.
 *
 * Without flags it ends when no event is pending or active, or through event_base_loopexit()
 * or event_base_loopbreak(). `flags` may be any of the EVLOOP_ values together. One thread at
 * a time can run a base; a callback must not run its own.
 *
 * Returns 1 if it ended because nothing was pending or active, 0 if it ended for another
 * reason, -1 on failure.
 */
int event_base_loop(struct event_base *base,
                    int flags);

/** Ends the loop after `tv`, or with NULL as soon as the callbacks that are active now have run.
 *
 * Called before the loop runs, it counts for the next run.
 */
int event_base_loopexit(struct event_base *base,
                        const struct timeval *tv);

/** Ends the loop right after the callback that is running now. Callbacks still due stay active
 * for the next run. Without effect on a loop that is not running.
 */
int event_base_loopbreak(struct event_base *base);

/** Makes the loop look for new events right after the callback that is running now, before it
 * goes on with other active ones: those of higher priority come first then.
 */
int event_base_loopcontinue(struct event_base *base);

/** Whether event_base_loopexit() ended the loop: not 0 if so. The next run clears it. */
int event_base_got_exit(struct event_base *base);

/** Whether event_base_loopbreak() ended the loop: not 0 if so. The next run clears it. */
int event_base_got_break(struct event_base *base);

/** The event whose callback is running now, or NULL. For use in the thread that runs the loop. */
struct event *event_base_get_running_event(struct event_base *base);

/* ---- Events: what to watch for, and what to call. */

/** The timeout has passed. Only ever passed to callbacks. */
#define EV_TIMEOUT 1

/** The descriptor can be read. */
#define EV_READ 2

/** The descriptor can be written to. */
#define EV_WRITE 4

/** The signal was received; the event's descriptor is the signal's number. */
#define EV_SIGNAL 8

/** The event stays added when it becomes active; its timeout then starts anew. */
#define EV_PERSIST 16

/** Report only when the state of the descriptor changes, where the method can do that. */
#define EV_ET 32

/** event_del() does not wait for a callback that runs in another thread; to be set by those who
 * end the event's life with event_finalize().
 */
#define EV_FINALIZE 64

/** The other side has closed the connection, seen without reading; not with every method. */
#define EV_CLOSED 128

/** An event's callback: the descriptor or signal, what happened (EV_ values together), and the
 * argument that was given with the callback.
 */
typedef void (*event_callback_fn)(evutil_socket_t fd, short what, void *arg);

/** Called when an event is being finalized, with the event and its callback's argument: from
 * here on the library does not touch the event.
 */
typedef void (*event_finalize_callback_fn)(struct event *ev, void *arg);

/** A stand-in for the callback argument: an event assigned with it gets itself as argument. */
void *event_self_cbarg(void);

/** Makes an event; free it with event_free(). NULL on failure.
 *
 * `events` says what to wait for: EV_READ, EV_WRITE and EV_CLOSED on the descriptor `fd`, or
 * EV_SIGNAL with the signal's number for `fd`, or none of them (and -1) for a mere timer;
 * EV_PERSIST and EV_ET may be added. The event is not pending until event_add().
 */
struct event *event_new(struct event_base *base,
                        evutil_socket_t fd,
                        short events,
                        event_callback_fn callback,
                        void *callback_arg);

/** Makes an event in the caller's memory, which may hold anything before; see event_new().
 *
 * Never call it on an event that is pending or active: event_del() it first. Fails for a
 * combination of `events` that makes no sense.
 */
int event_assign(struct event *ev,
                 struct event_base *base,
                 evutil_socket_t fd,
                 short events,
                 event_callback_fn callback,
                 void *callback_arg);

/** Deletes and frees an event from event_new(). If its callback runs in another thread, waits
 * until it has ended.
 */
void event_free(struct event *ev);

/** Ends an event's life without waiting: it is deleted, its callback will not be called any
 * more, and once no callback of it runs, `callback` is called from the loop.
 *
 * For events from event_assign() whose memory `callback` then releases. `flags` must be 0.
 * Calls to add or activate the event from now on do nothing.
 */
int event_finalize(unsigned int flags,
                   struct event *ev,
                   event_finalize_callback_fn callback);

/** Does what event_finalize() does, for an event from event_new(), and frees it after `callback`. */
int event_free_finalize(unsigned int flags,
                        struct event *ev,
                        event_finalize_callback_fn callback);

/** Has `callback` called once when one of `events` comes true or `timeout` (NULL: none) has
 * passed; no event to free. If the base is freed before, it is not called.
 *
 * EV_SIGNAL and EV_PERSIST are not allowed. Without descriptor events, NULL for `timeout` means
 * at once.
 */
int event_base_once(struct event_base *base,
                    evutil_socket_t fd,
                    short events,
                    event_callback_fn callback,
                    void *arg,
                    const struct timeval *timeout);

/** Makes an event pending, with a timeout unless `timeout` is NULL.
 *
 * On an event that is pending already, a timeout replaces the old one and NULL changes
 * nothing. Without EV_PERSIST the event is no longer pending when its callback is called.
 */
int event_add(struct event *ev, const struct timeval *timeout);

/** Takes away the timeout of a pending event and leaves it waiting for everything else. */
int event_remove_timer(struct event *ev);

/** Makes an event neither pending nor active. No error if it is neither.
 *
 * If its callback runs in another thread, waits until it has ended, unless the event has
 * EV_FINALIZE.
 */
int event_del(struct event *ev);

/** Deletes an event without ever waiting for its callback, which may still be running. */
int event_del_noblock(struct event *ev);

/** Deletes an event and always waits for a callback that runs in another thread, even if the
 * event has EV_FINALIZE.
 */
int event_del_block(struct event *ev);

/** Activates an event, pending or not: its callback is called with `res` (EV_ values) soon.
 *
 * For a signal event `ncalls` says how often; it is ignored otherwise. May be called from other
 * threads, and wakes the loop.
 */
void event_active(struct event *ev,
                  int res,
                  short ncalls);

/** Which of `events` (EV_READ, EV_WRITE, EV_CLOSED, EV_SIGNAL, EV_TIMEOUT) the event is pending
 * or active for; 0 if none.
 *
 * If it has a timeout, EV_TIMEOUT is asked for and `tv` is not NULL, stores there the time of
 * day at which it ends.
 */
int event_pending(const struct event *ev,
                  short events,
                  struct timeval *tv);

/** Whether an event has been assigned: not 0 if so. Reliable only for memory that was zeroed
 * before, so not for memory fresh from malloc().
 */
int event_initialized(const struct event *ev);

/** The descriptor of an event, or its signal, or -1. */
evutil_socket_t event_get_fd(const struct event *ev);

/** The base of an event. */
struct event_base *event_get_base(const struct event *ev);

/** What an event was assigned to wait for: EV_ values together. */
short event_get_events(const struct event *ev);

/** The callback of an event. */
event_callback_fn event_get_callback(const struct event *ev);

/** The argument of an event's callback. */
void *event_get_callback_arg(const struct event *ev);

/** The priority of an event; 0 is the most urgent. */
int event_get_priority(const struct event *ev);

/** Stores everything an event was assigned with. Each pointer but the first may be NULL. */
void event_get_assignment(const struct event *ev,
                          struct event_base **base_out,
                          evutil_socket_t *fd_out,
                          short *events_out,
                          event_callback_fn *callback_out,
                          void **arg_out);

/** Moves an event to another base: only for one that was assigned and is neither pending nor
 * active.
 */
int event_base_set(struct event_base *base, struct event *ev);

/** Gives an event a priority from 0 (most urgent) to one below the base's number of them.
 * Fails while the event is active and for priorities that the base does not have.
 */
int event_priority_set(struct event *ev, int priority);

/** Tells the checks of event_enable_debug_mode() that an event from event_assign() is gone, so
 * that its memory can be used for something else.
 */
void event_debug_unassign(struct event *ev);

/** Defined because event_set_mem_functions() exists. */
#define EVENT_SET_MEM_FUNCTIONS_IMPLEMENTED

/** The version of this header, as text. */
#define LIBEVENT_VERSION EVENT__VERSION
/** The version of this header, as event_get_version_number() gives the library's. */
#define LIBEVENT_VERSION_NUMBER EVENT__NUMERIC_VERSION

/* Names from before 2.0.19. */
#define _EVENT_LOG_DEBUG EVENT_LOG_DEBUG
#define _EVENT_LOG_MSG EVENT_LOG_MSG
#define _EVENT_LOG_WARN EVENT_LOG_WARN
#define _EVENT_LOG_ERR EVENT_LOG_ERR

/* ---- Timers: events with a timeout alone. */

/** Makes a timer in the caller's memory, as event_assign() does. */
#define evtimer_assign(ev, b, cb, arg) event_assign((ev), (b), -1, 0, (cb), (arg))
/** Makes a timer of the base `b`; free it with event_free(). NULL on failure. evtimer_add() starts it. */
#define evtimer_new(b, cb, arg) event_new((b), -1, 0, (cb), (arg))
/** Starts a timer: its callback is called once, when the time `tv` has passed. Returns 0, or -1 on failure. */
#define evtimer_add(ev, tv) event_add((ev), (tv))
/** Stops a timer. No error if it does not run. Returns 0, or -1 on failure. */
#define evtimer_del(ev) event_del(ev)
/** Whether a timer runs: not 0 if so. Then, unless `tv` is NULL, stores there the time of day at which it ends. */
#define evtimer_pending(ev, tv) event_pending((ev), EV_TIMEOUT, (tv))
/** Whether a timer has been assigned; see event_initialized(). */
#define evtimer_initialized(ev) event_initialized(ev)

/* ---- Signals, watched until deleted. */

/** Makes an event for the signal `x` in the caller's memory, as event_assign() does. */
#define evsignal_assign(ev, b, x, cb, arg) \
  event_assign((ev), (b), (x), EV_SIGNAL|EV_PERSIST, (cb), (arg))
/** Makes an event of the base `b` for the signal `x`; free it with event_free(). NULL on failure. evsignal_add() has
 * it watch.
 */
#define evsignal_new(b, x, cb, arg) event_new((b), (x), EV_SIGNAL|EV_PERSIST, (cb), (arg))
/** Begins to watch for the signal, with a timeout unless `tv` is NULL. Returns 0, or -1 on failure. */
#define evsignal_add(ev, tv) event_add((ev), (tv))
/** Watches no longer for the signal. Returns 0, or -1 on failure. */
#define evsignal_del(ev) event_del(ev)
/** Whether the event watches for the signal: not 0 if so. `tv` is not used. */
#define evsignal_pending(ev, tv) event_pending((ev), EV_SIGNAL, (tv))
/** Whether the event has been assigned; see event_initialized(). */
#define evsignal_initialized(ev) event_initialized(ev)

/** The signal that an event watches. */
#define event_get_signal(ev) ((int)event_get_fd(ev))

/* ---- User events: active only when the program says so. */

/** Makes an event of the base `b` that waits for nothing; free it with event_free(). NULL on failure. */
#define evuser_new(b, cb, arg) event_new((b), -1, 0, (cb), (arg))
/** Activates the event: its callback is called soon. May be called from other threads. */
#define evuser_trigger(ev) event_active((ev), 0, 0)
/** Takes the event back, if its callback has not been called yet. Returns 0, or -1 on failure. */
#define evuser_del(ev) event_del(ev)
/** Always 0, as the event waits for nothing. */
#define evuser_pending(ev, tv) event_pending((ev), 0, (tv))
/** Whether the event has been assigned; see event_initialized(). */
#define evuser_initialized(ev) event_initialized(ev)

#ifdef __cplusplus
}
#endif

#endif
