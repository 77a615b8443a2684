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

/** Takes out the first line, which any number of CR and LF end, as a string that the caller frees.
 * Use evbuffer_readln() instead.
 */
char *evbuffer_readline(struct evbuffer *buffer);

/** Has `cb`, and no other function, called after each change of a buffer; NULL for none.
 * Use evbuffer_add_cb() instead.
 */
int evbuffer_setcb(struct evbuffer *buffer, evbuffer_cb cb, void *cbarg);

/** Searches a buffer for `len` bytes and returns where they are, in one piece; NULL if they are not
 * there. Use evbuffer_search() instead.
 */
unsigned char *evbuffer_find(struct evbuffer *buffer,
                             const unsigned char *what,
                             size_t len);

/** The length of a buffer. Use evbuffer_get_length() instead. */
#define EVBUFFER_LENGTH(x) evbuffer_get_length(x)
/** All data of a buffer in one piece. Use evbuffer_pullup() instead. */
#define EVBUFFER_DATA(x) evbuffer_pullup((x), -1)

#ifdef __cplusplus
}
#endif

#endif
