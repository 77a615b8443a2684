/* Generated from src/ffi/buffer.rs by tests/headers.rs: edit there. */

/** Buffers: queues of bytes that grow at the end and shrink at the front.
 *
 * Data lies in a chain of blocks, so that adding and removing at either end, and moving data
 * from one buffer to another, copies nothing. With locking enabled for it, a buffer may be used
 * by several threads.
 */
#ifndef EVENT2_BUFFER_H_INCLUDED_
#define EVENT2_BUFFER_H_INCLUDED_

#include <event2/visibility.h>
#include <event2/util.h>
#include <sys/uio.h>

#ifdef __cplusplus
extern "C" {
#endif

/** For evbuffer_set_flags(): data that is removed has been written to a descriptor, so it may
 * be sent from a file without passing through memory.
 */
#define EVBUFFER_FLAG_DRAINS_TO_FD 1

/** For evbuffer_cb_set_flags(): the callback is called. */
#define EVBUFFER_CB_ENABLED 1

/** For evbuffer_file_segment_new(): close the descriptor when the segment is freed. */
#define EVBUF_FS_CLOSE_ON_FREE 1

/** For evbuffer_file_segment_new(): do not map the file into memory. */
#define EVBUF_FS_DISABLE_MMAP 2

/** For evbuffer_file_segment_new(): do not use sendfile(). */
#define EVBUF_FS_DISABLE_SENDFILE 4

/** For evbuffer_file_segment_new(): only one thread uses the segment. */
#define EVBUF_FS_DISABLE_LOCKING 8

/** What ends a line. */
enum evbuffer_eol_style {
  /** Any number of CR and LF in any order. */
  EVBUFFER_EOL_ANY,
  /** LF, or CR and LF. */
  EVBUFFER_EOL_CRLF,
  /** CR and LF. */
  EVBUFFER_EOL_CRLF_STRICT,
  /** LF. */
  EVBUFFER_EOL_LF,
  /** A zero byte. */
  EVBUFFER_EOL_NUL
};

/** How evbuffer_ptr_set() moves a position. */
enum evbuffer_ptr_how {
  /** To a distance from the start of the buffer. */
  EVBUFFER_PTR_SET,
  /** Forward from where it is. */
  EVBUFFER_PTR_ADD
};

/** A queue of bytes. */
struct evbuffer;

/** A callback that has been added to a buffer. */
struct evbuffer_cb_entry;

/** A part of a file that can be added to buffers, again and again, without reading it. */
struct evbuffer_file_segment;

/** What has changed since a buffer's callbacks were last called. */
struct evbuffer_cb_info {
  /** How many bytes there were before. */
  size_t orig_size;
  /** How many bytes were added. */
  size_t n_added;
  /** How many bytes were removed. */
  size_t n_deleted;
};

/** Called when a buffer no longer needs memory that was added by reference. */
typedef void (*evbuffer_ref_cleanup_cb)(const void *data, size_t datalen, void *extra);

/** Called when a file segment is freed, with the flags it was made with. */
typedef void (*evbuffer_file_segment_cleanup_cb)(const struct evbuffer_file_segment *seg,
                                                 int flags,
                                                 void *arg);

/** Called after a buffer has changed. */
typedef void (*evbuffer_cb_func)(struct evbuffer *buffer,
                                 const struct evbuffer_cb_info *info,
                                 void *arg);

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

#ifdef __cplusplus
}
#endif

#endif
