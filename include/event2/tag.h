/* Generated from src/ffi/tag.rs by tests/headers.rs: edit there. */

/** Tagged data: numbers, texts, times and nested records in a buffer, each with a number that says
 * what it is. This is how event2/rpc.h and the code that its generator writes pack structs.
 */
#ifndef EVENT2_TAG_H_INCLUDED_
#define EVENT2_TAG_H_INCLUDED_

#include <event2/util.h>
#include <event2/visibility.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifdef __cplusplus
}
#endif

#endif
