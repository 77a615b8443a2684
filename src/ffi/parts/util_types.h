/* Names for types. They are macros since programs test for them with #ifdef. */

/** A socket. */
#define evutil_socket_t int

/* Integers of a known size. */
#define ev_uint64_t uint64_t
#define ev_int64_t int64_t
#define ev_uint32_t uint32_t
#define ev_int32_t int32_t
#define ev_uint16_t uint16_t
#define ev_int16_t int16_t
#define ev_uint8_t uint8_t
#define ev_int8_t int8_t

/** An unsigned integer that can hold a pointer. */
#define ev_uintptr_t uintptr_t
/** A signed integer that can hold a pointer. */
#define ev_intptr_t intptr_t
/** A signed size. */
#define ev_ssize_t ssize_t
/** An offset in a file: the same size whatever off_t is in the program. */
#define ev_off_t ev_int64_t
/** The length of a socket address. */
#define ev_socklen_t socklen_t

/* The smallest and the largest value of these types. */
#define EV_UINT64_MAX UINT64_MAX
#define EV_INT64_MAX INT64_MAX
#define EV_INT64_MIN INT64_MIN
#define EV_UINT32_MAX UINT32_MAX
#define EV_INT32_MAX INT32_MAX
#define EV_INT32_MIN INT32_MIN
#define EV_UINT16_MAX UINT16_MAX
#define EV_INT16_MAX INT16_MAX
#define EV_INT16_MIN INT16_MIN
#define EV_UINT8_MAX UINT8_MAX
#define EV_INT8_MAX INT8_MAX
#define EV_INT8_MIN INT8_MIN
#define EV_SIZE_MAX SIZE_MAX
#define EV_SSIZE_MAX INTPTR_MAX
#define EV_SSIZE_MIN INTPTR_MIN

/** What a name resolves to: struct evutil_addrinfo is the system's struct addrinfo. */
#define evutil_addrinfo addrinfo
/* A strict C99 program that has included another header first has not got it. */
struct evutil_addrinfo;
