/* Generated from src/ffi/buffer_compat.rs by tests/headers.rs: edit there. */

/** Older functions on buffers. New programs use event2/buffer.h alone. */
#ifndef EVENT2_BUFFER_COMPAT_H_INCLUDED_
#define EVENT2_BUFFER_COMPAT_H_INCLUDED_

#include <event2/buffer.h>

#ifdef __cplusplus
extern "C" {
#endif

struct evbuffer;

/** Called after a buffer has changed, with its length before and after.
 * Use evbuffer_cb_func instead.
 */
typedef void (*evbuffer_cb)(struct evbuffer *buffer,
                            size_t old_len,
                            size_t new_len,
                            void *arg);

/** The length of a buffer. Use evbuffer_get_length() instead. */
#define EVBUFFER_LENGTH(x) evbuffer_get_length(x)
/** All data of a buffer in one piece. Use evbuffer_pullup() instead. */
#define EVBUFFER_DATA(x) evbuffer_pullup((x), -1)

#ifdef __cplusplus
}
#endif

#endif
