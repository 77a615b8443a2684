/** A position in a buffer. It is valid until the buffer changes. */
struct evbuffer_ptr {
  /** The distance from the start of the buffer in bytes, or -1 for a position past the end. */
  ev_ssize_t pos;
  /** The library's own. */
  struct {
    void *chain;
    size_t pos_in_chain;
  } internal_;
};

/** A stretch of memory: struct evbuffer_iovec is the system's struct iovec. */
#define evbuffer_iovec iovec
/** Defined because struct evbuffer_iovec is the system's. */
#define EVBUFFER_IOVEC_IS_NATIVE_
