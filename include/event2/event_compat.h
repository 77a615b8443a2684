/* Generated from src/ffi/event_compat.rs by tests/headers.rs: edit there. */

/** Functions of libevent 1.x that work on one base for the whole program: the one that
 * event_init() made last. Not safe with several threads; use event2/event.h in new programs.
 *
 * The signal_ and timeout_ macros are old names for the evsignal_ and evtimer_ ones.
 */
#ifndef EVENT2_EVENT_COMPAT_H_INCLUDED_
#define EVENT2_EVENT_COMPAT_H_INCLUDED_

#include <event2/visibility.h>
#include <event2/util.h>

#ifdef __cplusplus
extern "C" {
#endif

struct event;
struct event_base;

/** Makes a base and makes it the current one. NULL on failure. Use event_base_new() instead. */
struct event_base *event_init(void);

/** Runs the loop of the current base. Use event_base_dispatch() instead. */
int event_dispatch(void);

/** Runs the loop of the current base with EVLOOP_ flags. Use event_base_loop() instead. */
int event_loop(int flags);

/** Ends the current base's loop after `tv`. Use event_base_loopexit() instead. */
int event_loopexit(const struct timeval *tv);

/** Ends the current base's loop after the running callback. Use event_base_loopbreak() instead. */
int event_loopbreak(void);

/** Has a function called once, through the current base. Use event_base_once() instead. */
int event_once(evutil_socket_t fd,
               short events,
               void (*callback)(evutil_socket_t, short, void*),
               void *arg,
               const struct timeval *timeout);

/** The name of the current base's polling method. Use event_base_get_method() instead. */
const char *event_get_method(void);

/** Sets the number of the current base's priorities. Use event_base_priority_init() instead. */
int event_priority_init(int npriorities);

/** Makes an event of the current base in the caller's memory. Use event_assign() instead. */
void event_set(struct event *ev,
               evutil_socket_t fd,
               short events,
               void (*callback)(evutil_socket_t, short, void*),
               void *arg);

/* ---- Old names for timers. */

/** Makes a timer of the current base in the caller's memory. Use evtimer_assign() instead. */
#define evtimer_set(ev, cb, arg) event_set((ev), -1, 0, (cb), (arg))
/** Makes a timer of the current base in the caller's memory. Use evtimer_assign() instead. */
#define timeout_set(ev, cb, arg) event_set((ev), -1, 0, (cb), (arg))
/** Starts a timer. Use evtimer_add() instead. */
#define timeout_add(ev, tv) event_add((ev), (tv))
/** Stops a timer. Use evtimer_del() instead. */
#define timeout_del(ev) event_del(ev)
/** Whether a timer runs. Use evtimer_pending() instead. */
#define timeout_pending(ev, tv) event_pending((ev), EV_TIMEOUT, (tv))
/** Whether a timer has been assigned. Use evtimer_initialized() instead. */
#define timeout_initialized(ev) event_initialized(ev)

/* ---- Old names for signals. */

/** Makes an event of the current base for a signal in the caller's memory. Use evsignal_assign() instead. */
#define evsignal_set(ev, x, cb, arg) event_set((ev), (x), EV_SIGNAL|EV_PERSIST, (cb), (arg))
/** Makes an event of the current base for a signal in the caller's memory. Use evsignal_assign() instead. */
#define signal_set(ev, x, cb, arg) event_set((ev), (x), EV_SIGNAL|EV_PERSIST, (cb), (arg))
/** Begins to watch for a signal. Use evsignal_add() instead. */
#define signal_add(ev, tv) event_add((ev), (tv))
/** Watches no longer for a signal. Use evsignal_del() instead. */
#define signal_del(ev) event_del(ev)
/** Whether an event watches for its signal. Use evsignal_pending() instead. */
#define signal_pending(ev, tv) event_pending((ev), EV_SIGNAL, (tv))
/** Whether an event for a signal has been assigned. Use evsignal_initialized() instead. */
#define signal_initialized(ev) event_initialized(ev)

/* ---- Old names for what an event has. */

#ifndef EVENT_FD
/** The descriptor of an event. */
#define EVENT_FD(ev) ((int)event_get_fd(ev))
/** The signal of an event. */
#define EVENT_SIGNAL(ev) event_get_signal(ev)
#endif

#ifdef __cplusplus
}
#endif

#endif
