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
