/* Generated from src/ffi/parts/visibility.h by tests/headers.rs: edit there. */

/** The macros that mark what the library exports. */
#ifndef EVENT2_VISIBILITY_H_INCLUDED_
#define EVENT2_VISIBILITY_H_INCLUDED_

#include <event2/event-config.h>

/** Put before a function that the library exports; programs need nothing there. */
#define EVENT2_EXPORT_SYMBOL
/** The same, for a function of the core library. */
#define EVENT2_CORE_EXPORT_SYMBOL EVENT2_EXPORT_SYMBOL

#endif
