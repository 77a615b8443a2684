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
