/* Generated from src/ffi/buffer.rs by tests/headers.rs: edit there. */

/** Buffers: queues of bytes that grow at the end and shrink at the front.
 *
 * Data lies in a chain of blocks, so that adding and removing at either end, and moving data
 * from one buffer to another, copies nothing. With locking enabled for it, a buffer may be used
 * by several threads.
 *
 * Functions that return int give 0 on success and -1 on failure, unless they say otherwise.
 */
#ifndef EVENT2_BUFFER_H_INCLUDED_
#define EVENT2_BUFFER_H_INCLUDED_

#include <event2/visibility.h>
#include <event2/util.h>
#include <sys/uio.h>

#ifdef __cplusplus
extern "C" {
#endif

struct evbuffer;
struct evbuffer_cb_entry;
struct evbuffer_file_segment;
struct evbuffer_iovec;
struct event_base;

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

/** Called when a buffer no longer needs memory that was added by reference. */
typedef void (*evbuffer_ref_cleanup_cb)(const void *data, size_t datalen, void *extra);

/** Called when a file segment is freed, with the flags it was made with. */
typedef void (*evbuffer_file_segment_cleanup_cb)(const struct evbuffer_file_segment *seg,
                                                 int flags,
                                                 void *arg);

/** What has changed since a buffer's callbacks were last called. */
struct evbuffer_cb_info {
  /** How many bytes there were before. */
  size_t orig_size;
  /** How many bytes were added. */
  size_t n_added;
  /** How many bytes were removed. */
  size_t n_deleted;
};

/** Called after a buffer has changed. */
typedef void (*evbuffer_cb_func)(struct evbuffer *buffer,
                                 const struct evbuffer_cb_info *info,
                                 void *arg);

/** Makes an empty buffer. NULL if out of memory. */
struct evbuffer *evbuffer_new(void);

/** Frees a buffer and what is in it. */
void evbuffer_free(struct evbuffer *buf);

/** Gives a buffer a lock, so that several threads can use it: `lock`, made with the program's own
 * lock callbacks, or, if that is NULL, one of its own. Returns -1 if threading is not set up, the
 * buffer has a lock already or memory runs out.
 */
int evbuffer_enable_locking(struct evbuffer *buf,
                            void *lock);

/** Takes the lock of a buffer, if it has one. It may be taken several times. */
void evbuffer_lock(struct evbuffer *buf);

/** Releases the lock that evbuffer_lock() took. */
void evbuffer_unlock(struct evbuffer *buf);

/** Sets flags of a buffer, of EVBUFFER_FLAG_ values. */
int evbuffer_set_flags(struct evbuffer *buf, ev_uint64_t flags);

/** Clears flags of a buffer, of EVBUFFER_FLAG_ values. */
int evbuffer_clear_flags(struct evbuffer *buf, ev_uint64_t flags);

/** How many bytes are in a buffer. */
size_t evbuffer_get_length(const struct evbuffer *buf);

/** How many bytes at the start of a buffer are in one piece. */
size_t evbuffer_get_contiguous_space(const struct evbuffer *buf);

/** Forbids changes at one end of a buffer: removing from and putting before the start, if
 * `at_front` is not 0, else adding to the end.
 */
int evbuffer_freeze(struct evbuffer *buf, int at_front);

/** Allows again what evbuffer_freeze() forbade. */
int evbuffer_unfreeze(struct evbuffer *buf, int at_front);

/** Appends `datlen` bytes to a buffer. Returns 0, or -1 with nothing changed. */
int evbuffer_add(struct evbuffer *buf, const void *data, size_t datlen);

/** Puts `size` bytes before the first one of a buffer. */
int evbuffer_prepend(struct evbuffer *buf, const void *data, size_t size);

/** Moves all bytes of `inbuf` to the end of `outbuf`, without copying. */
int evbuffer_add_buffer(struct evbuffer *outbuf, struct evbuffer *inbuf);

/** Moves all bytes of `src` before the first one of `dst`, without copying. */
int evbuffer_prepend_buffer(struct evbuffer *dst, struct evbuffer *src);

/** Appends the bytes of `inbuf` to `outbuf`, without copying: both have them then. Refused if
 * `inbuf` has such bytes itself, or parts of files.
 */
int evbuffer_add_buffer_reference(struct evbuffer *outbuf,
                                  struct evbuffer *inbuf);

/** Appends the bytes of `n_vec` pieces of memory. Returns how many bytes that were. */
size_t evbuffer_add_iovec(struct evbuffer *buffer, struct evbuffer_iovec *vec, int n_vec);

/** Appends memory to a buffer without copying. It stays unchanged until `cleanupfn`, which may be
 * NULL, is called. On failure, -1, that is not called.
 */
int evbuffer_add_reference(struct evbuffer *outbuf,
                           const void *data,
                           size_t datlen,
                           evbuffer_ref_cleanup_cb cleanupfn,
                           void *cleanupfn_arg);

/** As evbuffer_add_reference(), for the `datlen` bytes of `data` from `offset` on; `cleanupfn` is told
 * of `data` and `offset + datlen`.
 */
int evbuffer_add_reference_with_offset(struct evbuffer *outbuf,
                                       const void *data,
                                       size_t offset,
                                       size_t datlen,
                                       evbuffer_ref_cleanup_cb cleanupfn,
                                       void *cleanupfn_arg);

/** Appends formatted text. Returns its length in bytes, or -1. */
int evbuffer_add_printf(struct evbuffer *buf, const char *format, ...)
  __attribute__((format(printf, 2, 3)));

/** evbuffer_add_printf() with the arguments in a va_list. */
int evbuffer_add_vprintf(struct evbuffer *buf, const char *format, va_list ap)
  __attribute__((format(printf, 2, 0)));

/** Appends `length` bytes of a file from `offset` on, or, if that is -1, all from there. The file is
 * closed when the bytes are gone; on failure it is not.
 */
int evbuffer_add_file(struct evbuffer *outbuf,
                      int fd,
                      ev_off_t offset,
                      ev_off_t length);

/** Makes a segment of a file: `length` bytes from `offset` on, or, if that is -1, up to the file's
 * size. `flags` are of EVBUF_FS_ values. NULL on failure, and the file stays open then.
 */
struct evbuffer_file_segment *evbuffer_file_segment_new(int fd,
                                                        ev_off_t offset,
                                                        ev_off_t length,
                                                        unsigned int flags);

/** Gives a segment up. It is freed when no buffer has bytes of it any more. */
void evbuffer_file_segment_free(struct evbuffer_file_segment *seg);

/** Sets a function that is called when a segment is freed. */
void evbuffer_file_segment_add_cleanup_cb(struct evbuffer_file_segment *seg,
                                          evbuffer_file_segment_cleanup_cb cb,
                                          void *arg);

/** Appends `length` bytes of a segment from `offset` on, or, if that is -1, all from there. */
int evbuffer_add_file_segment(struct evbuffer *buf,
                              struct evbuffer_file_segment *seg,
                              ev_off_t offset,
                              ev_off_t length);

/* ---- Taking bytes out, room for bytes to come, positions and searching. */

/** Removes the first `len` bytes, or all if there are fewer. */
int evbuffer_drain(struct evbuffer *buf, size_t len);

/** Copies the first bytes to `data`, at most `datlen`, and removes them. Returns how many, or -1. */
int evbuffer_remove(struct evbuffer *buf,
                    void *data,
                    size_t datlen);

/** Copies the first bytes to `data_out`, at most `datlen`. Returns how many, or -1. */
ev_ssize_t evbuffer_copyout(struct evbuffer *buf, void *data_out, size_t datlen);

/** Copies the bytes from `pos` on, at most `datlen`, to `data_out`. Returns how many, or -1. */
ev_ssize_t evbuffer_copyout_from(struct evbuffer *buf,
                                 const struct evbuffer_ptr *pos,
                                 void *data_out,
                                 size_t datlen);

/** Moves the first `datlen` bytes of `src`, or all if there are fewer, to the end of `dst`. Returns
 * how many, or -1.
 */
int evbuffer_remove_buffer(struct evbuffer *src,
                           struct evbuffer *dst,
                           size_t datlen);

/** Takes out the first line, without its end, as a string that the caller frees; `n_read_out`, if
 * not NULL, becomes its length. NULL if there is no whole line.
 */
char *evbuffer_readln(struct evbuffer *buffer,
                      size_t *n_read_out,
                      enum evbuffer_eol_style eol_style);

/** Makes room for `datlen` more bytes in one piece. */
int evbuffer_expand(struct evbuffer *buf, size_t datlen);

/** Makes room for at least `size` more bytes, in at most `n_vec` pieces, and stores where they are.
 * Returns how many pieces those are, or -1. Bytes that are written there become part of the buffer
 * with evbuffer_commit_space().
 */
int evbuffer_reserve_space(struct evbuffer *buf,
                           ev_ssize_t size,
                           struct evbuffer_iovec *vec,
                           int n_vec);

/** Makes the bytes part of a buffer that were written to the pieces of evbuffer_reserve_space(),
 * whose lengths may have been made smaller. Returns -1, with nothing changed, if they are not those.
 */
int evbuffer_commit_space(struct evbuffer *buf,
                          struct evbuffer_iovec *vec,
                          int n_vecs);

/** Puts the first `size` bytes of a buffer, or, if that is negative, all, in one piece, and returns
 * where they are; valid until the buffer changes. NULL if there are fewer.
 */
unsigned char *evbuffer_pullup(struct evbuffer *buf,
                               ev_ssize_t size);

/** Stores where the bytes of a buffer are, from `start_at` (NULL: its start) on: `len` of them, or,
 * if that is negative, as many as `n_vec` pieces take. Returns how many pieces it takes, which may
 * be more than `n_vec`.
 */
int evbuffer_peek(struct evbuffer *buffer,
                  ev_ssize_t len,
                  struct evbuffer_ptr *start_at,
                  struct evbuffer_iovec *vec_out,
                  int n_vec);

/** Moves a position to `position` bytes from the start, or that much forward. Returns 0, or -1 if
 * that is past the end of the buffer.
 */
int evbuffer_ptr_set(struct evbuffer *buffer,
                     struct evbuffer_ptr *ptr,
                     size_t position,
                     enum evbuffer_ptr_how how);

/** Searches a buffer for `len` bytes, from `start` (NULL: its start) on. The position is -1 if they
 * are not there.
 */
struct evbuffer_ptr evbuffer_search(struct evbuffer *buffer,
                                    const char *what,
                                    size_t len,
                                    const struct evbuffer_ptr *start);

/** As evbuffer_search(), for a place that ends no later than at `end` (NULL: the buffer's end). */
struct evbuffer_ptr evbuffer_search_range(struct evbuffer *buffer,
                                          const char *what,
                                          size_t len,
                                          const struct evbuffer_ptr *start,
                                          const struct evbuffer_ptr *end);

/** Searches a buffer for the end of a line, from `start` (NULL: its start) on. `eol_len_out`, if
 * not NULL, becomes its length.
 */
struct evbuffer_ptr evbuffer_search_eol(struct evbuffer *buffer,
                                        struct evbuffer_ptr *start,
                                        size_t *eol_len_out,
                                        enum evbuffer_eol_style eol_style);

/* ---- Reading and writing, and callbacks for changes. */

/** Reads from `fd` to the end of a buffer, with one system call: at most `howmuch` bytes (negative:
 * no limit), and at most evbuffer_get_max_read(). Returns how many, 0 at the end of the file, or -1.
 */
int evbuffer_read(struct evbuffer *buffer,
                  evutil_socket_t fd,
                  int howmuch);

/** Writes what is in a buffer to `fd`, with one system call, and removes what went. Returns how many
 * bytes that were, or -1.
 */
int evbuffer_write(struct evbuffer *buffer,
                   evutil_socket_t fd);

/** As evbuffer_write(), for at most `howmuch` bytes, unless that is negative. */
int evbuffer_write_atmost(struct evbuffer *buffer, evutil_socket_t fd, ev_ssize_t howmuch);

/** How much evbuffer_read() reads at the most. */
size_t evbuffer_get_max_read(struct evbuffer *buf);

/** Sets how much evbuffer_read() reads at the most; 4096 unless set. Returns -1 for more than an int
 * can hold.
 */
int evbuffer_set_max_read(struct evbuffer *buf,
                          size_t max);

/** Has a function called after each change of a buffer. Returns what stands for it, or NULL if out
 * of memory.
 */
struct evbuffer_cb_entry *evbuffer_add_cb(struct evbuffer *buffer,
                                          evbuffer_cb_func cb,
                                          void *cbarg);

/** Removes a callback. */
int evbuffer_remove_cb_entry(struct evbuffer *buffer, struct evbuffer_cb_entry *ent);

/** Removes the newest callback with this function and argument. Returns -1 if there is none. */
int evbuffer_remove_cb(struct evbuffer *buffer, evbuffer_cb_func cb, void *cbarg);

/** Sets flags of a callback, of EVBUFFER_CB_ values. */
int evbuffer_cb_set_flags(struct evbuffer *buffer,
                          struct evbuffer_cb_entry *cb,
                          ev_uint32_t flags);

/** Clears flags of a callback, of EVBUFFER_CB_ values. */
int evbuffer_cb_clear_flags(struct evbuffer *buffer,
                            struct evbuffer_cb_entry *cb,
                            ev_uint32_t flags);

/** Has the callbacks of a buffer called from the loop of `base` rather than from within the call
 * that changed it.
 */
int evbuffer_defer_callbacks(struct evbuffer *buffer,
                             struct event_base *base);

#ifdef __cplusplus
}
#endif

#endif
