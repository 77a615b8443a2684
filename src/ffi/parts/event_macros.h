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
