/* Generated from src/ffi/parts/tag_compat.h by tests/headers.rs: edit there. */

/** Older names for functions of event2/tag.h. */
#ifndef EVENT2_TAG_COMPAT_H_INCLUDED_
#define EVENT2_TAG_COMPAT_H_INCLUDED_

/** Use evtag_encode_int() instead. */
#define encode_int(evbuf, number) evtag_encode_int((evbuf), (number))
/** Use evtag_encode_int64() instead. */
#define encode_int64(evbuf, number) evtag_encode_int64((evbuf), (number))

#endif
