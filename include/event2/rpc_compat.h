/* Generated from src/ffi/parts/rpc_compat.h by tests/headers.rs: edit there. */

/** Older macros for remote procedure calls. New programs use event2/rpc.h alone. */
#ifndef EVENT2_RPC_COMPAT_H_INCLUDED_
#define EVENT2_RPC_COMPAT_H_INCLUDED_

/* Forms of macros in event2/rpc.h that take any number of arguments, for compilers that have such. */
#if defined(__GNUC__) && !defined(__STRICT_ANSI__)
#undef EVTAG_ASSIGN
#undef EVTAG_GET
#undef EVTAG_ADD
/** Sets the member. */
#define EVTAG_ASSIGN(msg, member, ...) (*(msg)->base->member##_assign)((msg), ##__VA_ARGS__)
/** Stores the member. */
#define EVTAG_GET(msg, member, ...) (*(msg)->base->member##_get)((msg), ##__VA_ARGS__)
/** Adds to the member, which is an array. */
#define EVTAG_ADD(msg, member, ...) (*(msg)->base->member##_add)((msg), ##__VA_ARGS__)
#endif

/** Use EVTAG_ARRAY_LEN() instead. */
#define EVTAG_LEN(msg, member) ((msg)->member##_length)

#endif
