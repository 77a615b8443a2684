/* Generated from src/ffi/event_struct.rs by tests/headers.rs: edit there. */

/** The layout of struct event, for programs that keep events in their own structs.
 *
 * Its size and fields are fixed for all releases 2.1, but programs do well to treat it as opaque
 * and use event_new() instead: see event2/event.h.
 */
#ifndef EVENT2_EVENT_STRUCT_H_INCLUDED_
#define EVENT2_EVENT_STRUCT_H_INCLUDED_

#include <event2/util.h>
#include <event2/keyvalq_struct.h>

#ifdef __cplusplus
extern "C" {
#endif

struct event_base;

/* As the marks in event2/keyvalq_struct.h. */
#ifndef LIST_ENTRY
#define EVENT_DEFINED_LISTENTRY_
#endif
#ifndef LIST_HEAD
#define EVENT_DEFINED_LISTHEAD_
#endif

/** It waits for a timeout. */
#define EVLIST_TIMEOUT 1

/** It waits for a descriptor or signal. */
#define EVLIST_INSERTED 2

/** Unused. */
#define EVLIST_SIGNAL 4

/** Its callback is due. */
#define EVLIST_ACTIVE 8

/** It is the library's own and does not keep the loop running. */
#define EVLIST_INTERNAL 16

/** Its callback is due in the next turn of the loop. */
#define EVLIST_ACTIVE_LATER 32

/** It is being finalized. */
#define EVLIST_FINALIZING 64

/** It has been assigned. */
#define EVLIST_INIT 128

/** All of these. */
#define EVLIST_ALL 255

/** The head of a tail queue of events. */
struct event_list {
  /** The first event. */
  struct event *tqh_first;
  /** The link that is NULL, of the last event or of this head. */
  struct event **tqh_last;
};

/** The head of a list of events. */
struct event_dlist {
  /** The first event. */
  struct event *lh_first;
};

/** A callback that can be put on the loop's queues. */
struct event_callback {
  /** The place among the callbacks that are due. */
  struct {
    struct event_callback *tqe_next;
    struct event_callback **tqe_prev;
  } evcb_active_next;
  /** EVLIST_ values: what state it is in. */
  short evcb_flags;
  /** Its priority; 0 is the most urgent. */
  ev_uint8_t evcb_pri;
  /** How to call it; says which member of the union counts. */
  ev_uint8_t evcb_closure;
  /** The function. */
  union {
    void (*evcb_callback)(evutil_socket_t, short, void *);
    void (*evcb_selfcb)(struct event_callback *, void *);
    void (*evcb_evfinalize)(struct event *, void *);
    void (*evcb_cbfinalize)(struct event_callback *, void *);
  } evcb_cb_union;
  /** The argument. */
  void *evcb_arg;
};

/** An event. */
struct event {
  /** What to call, and the state. */
  struct event_callback ev_evcallback;

  /** The place among the timeouts. */
  union {
    struct {
      struct event *tqe_next;
      struct event **tqe_prev;
    } ev_next_with_common_timeout;
    int min_heap_idx;
  } ev_timeout_pos;
  /** The descriptor or the signal; -1 for none. */
  evutil_socket_t ev_fd;

  /** The base. */
  struct event_base *ev_base;

  /** What depends on the kind of event. */
  union {
    /** For events on descriptors. */
    struct {
      struct {
        struct event *le_next;
        struct event **le_prev;
      } ev_io_next;
      struct timeval ev_timeout;
    } ev_io;

    /** For signals. */
    struct {
      struct {
        struct event *le_next;
        struct event **le_prev;
      } ev_signal_next;
      short ev_ncalls;
      /** Lets a callback cut the repeated calls short. */
      short *ev_pncalls;
    } ev_signal;
  } ev_;

  /** EV_ values: what it waits for. */
  short ev_events;
  /** What happened, for the callback. */
  short ev_res;
  /** When the timeout ends. */
  struct timeval ev_timeout;
};

#ifdef __cplusplus
}
#endif

#endif
