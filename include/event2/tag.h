/* Generated from src/ffi/tag.rs by tests/headers.rs: edit there. */

/** Tagged data: numbers, texts, times and nested records in a buffer, each with a number that says
 * what it is. This is how event2/rpc.h and the code that its generator writes pack structs.
 *
 * Without memory, the functions that add something add nothing.
 */
#ifndef EVENT2_TAG_H_INCLUDED_
#define EVENT2_TAG_H_INCLUDED_

#include <event2/util.h>
#include <event2/visibility.h>

#ifdef __cplusplus
extern "C" {
#endif

struct evbuffer;

/** Does nothing: there is nothing to be set up. */
void evtag_init(void);

/** Takes the head of a record, and stores its tag in `*ptag`, unless that is NULL. Returns how long the payload
 * is, which is next in the buffer; -1 if there is no whole record.
 */
int evtag_unmarshal_header(struct evbuffer *evbuf,
                           ev_uint32_t *ptag);

/** Adds a record with `len` bytes. */
void evtag_marshal(struct evbuffer *evbuf,
                   ev_uint32_t tag,
                   const void *data,
                   ev_uint32_t len);

/** Adds a record with all that is in `data`, which is empty then. */
void evtag_marshal_buffer(struct evbuffer *evbuf, ev_uint32_t tag, struct evbuffer *data);

/** Adds a number without a tag: half a byte says how many of its halves of bytes follow. */
void evtag_encode_int(struct evbuffer *evbuf, ev_uint32_t number);

/** As evtag_encode_int(), with 64 bits. */
void evtag_encode_int64(struct evbuffer *evbuf, ev_uint64_t number);

/** Adds a record with a number. */
void evtag_marshal_int(struct evbuffer *evbuf, ev_uint32_t tag, ev_uint32_t integer);

/** As evtag_marshal_int(), with 64 bits. */
void evtag_marshal_int64(struct evbuffer *evbuf, ev_uint32_t tag, ev_uint64_t integer);

/** Adds a record with a text, without its NUL. */
void evtag_marshal_string(struct evbuffer *buf, ev_uint32_t tag, const char *string);

/** Adds a record with a time, of which 32 bits of seconds count. */
void evtag_marshal_timeval(struct evbuffer *evbuf, ev_uint32_t tag, struct timeval *tv);

/** Moves the payload of the next record to the end of `dst`, and stores the tag in `*ptag`, unless that is NULL.
 * Returns how long the payload is, or -1.
 */
int evtag_unmarshal(struct evbuffer *src,
                    ev_uint32_t *ptag,
                    struct evbuffer *dst);

/** Stores the next tag in `*ptag`, unless that is NULL, and leaves it where it is. Returns how long it is, or -1. */
int evtag_peek(struct evbuffer *evbuf,
               ev_uint32_t *ptag);

/** Stores how long the next record is, head and payload, and leaves it where it is. It need not all be there. Returns
 * 0, or -1.
 */
int evtag_peek_length(struct evbuffer *evbuf,
                      ev_uint32_t *plength);

/** Stores how long the payload of the next record is, and leaves it where it is. It need not all be there. Returns 0,
 * or -1.
 */
int evtag_payload_length(struct evbuffer *evbuf,
                         ev_uint32_t *plength);

/** Removes the next record. Returns 0, or -1. */
int evtag_consume(struct evbuffer *evbuf);

/** Takes the next record, which has to have this tag, and a number. Returns how long the number is, or -1. */
int evtag_unmarshal_int(struct evbuffer *evbuf,
                        ev_uint32_t need_tag,
                        ev_uint32_t *pinteger);

/** As evtag_unmarshal_int(), with 64 bits. */
int evtag_unmarshal_int64(struct evbuffer *evbuf,
                          ev_uint32_t need_tag,
                          ev_uint64_t *pinteger);

/** Takes the next record, which has to have this tag, and as many bytes as there is room for. Returns 0, or -1. */
int evtag_unmarshal_fixed(struct evbuffer *src,
                          ev_uint32_t need_tag,
                          void *data,
                          size_t len);

/** Takes the next record, which has to have this tag, and stores its bytes, with a NUL behind them, in memory that the
 * program has to free. Returns 0, or -1.
 */
int evtag_unmarshal_string(struct evbuffer *evbuf,
                           ev_uint32_t need_tag,
                           char **pstring);

/** Takes the next record, which has to have this tag, and a time. Returns 0, or -1. */
int evtag_unmarshal_timeval(struct evbuffer *evbuf,
                            ev_uint32_t need_tag,
                            struct timeval *ptv);

#ifdef __cplusplus
}
#endif

#endif
