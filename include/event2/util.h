/* Generated from src/ffi/util.rs by tests/headers.rs: edit there. */

/** Types, macros and functions that hide differences between systems: integers of a known size,
 * sockets, clocks, time values, text, addresses, random numbers.
 *
 * The functions keep no state, and any thread may call them, except where said otherwise.
 *
 * Functions that return int give 0 on success and -1 on failure, unless they say otherwise.
 */
#ifndef EVENT2_UTIL_H_INCLUDED_
#define EVENT2_UTIL_H_INCLUDED_

#include <event2/visibility.h>
#include <errno.h>
#include <netdb.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>

#ifdef __cplusplus
extern "C" {
#endif

struct evutil_monotonic_timer;

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

/** For evutil_configure_monotonic_time(): a clock that is exact rather than cheap. */
#define EV_MONOT_PRECISE 1

/** For evutil_configure_monotonic_time(): do without the system's monotonic clock, and correct
 * the time of day so that it never goes backwards.
 */
#define EV_MONOT_FALLBACK 2

/** Lookup error: the host has no address of this family. */
#define EVUTIL_EAI_ADDRFAMILY -9

/** Lookup error: the name server could not answer now; try again later. */
#define EVUTIL_EAI_AGAIN -3

/** Lookup error: the flags of the hints are wrong. */
#define EVUTIL_EAI_BADFLAGS -1

/** Lookup error: the name server failed for good. */
#define EVUTIL_EAI_FAIL -4

/** Lookup error: this address family is not supported. */
#define EVUTIL_EAI_FAMILY -6

/** Lookup error: out of memory. */
#define EVUTIL_EAI_MEMORY -10

/** Lookup error: the host exists but has no address. */
#define EVUTIL_EAI_NODATA -5

/** Lookup error: no such host. */
#define EVUTIL_EAI_NONAME -2

/** Lookup error: the service is not known for this type of socket. */
#define EVUTIL_EAI_SERVICE -8

/** Lookup error: this type of socket is not supported. */
#define EVUTIL_EAI_SOCKTYPE -7

/** Lookup error: a system call failed: see errno. */
#define EVUTIL_EAI_SYSTEM -11

/** Lookup error: the request was cancelled. Not an error of the system. */
#define EVUTIL_EAI_CANCEL -90001

/** Lookup flag: the addresses are to listen on: without a name, that of all interfaces. */
#define EVUTIL_AI_PASSIVE 1

/** Lookup flag: give the canonical name, too. */
#define EVUTIL_AI_CANONNAME 2

/** Lookup flag: the name must be a numeric address. */
#define EVUTIL_AI_NUMERICHOST 4

/** Lookup flag: if IPv6 is asked for and there is only IPv4, give IPv4 addresses mapped to IPv6. */
#define EVUTIL_AI_V4MAPPED 8

/** Lookup flag: with EVUTIL_AI_V4MAPPED, give the mapped IPv4 addresses in any case. */
#define EVUTIL_AI_ALL 16

/** Lookup flag: only families for which this host has an address. */
#define EVUTIL_AI_ADDRCONFIG 32

/** Lookup flag: the service must be a port number. */
#define EVUTIL_AI_NUMERICSERV 1024

/** What is never a socket. */
#define EVUTIL_INVALID_SOCKET -1

/** Makes a socket nonblocking. */
int evutil_make_socket_nonblocking(evutil_socket_t sock);

/** Makes a socket close itself when the process executes another program. */
int evutil_make_socket_closeonexec(evutil_socket_t sock);

/** Lets a socket listen on an address at once, though connections of an earlier listener linger. */
int evutil_make_listen_socket_reuseable(evutil_socket_t sock);

/** Lets several sockets listen on one and the same address and port, to share the connections. */
int evutil_make_listen_socket_reuseable_port(evutil_socket_t sock);

/** Makes an IPv6 socket serve IPv6 alone, so that another can serve IPv4 on the same port. */
int evutil_make_listen_socket_ipv6only(evutil_socket_t sock);

/** Makes an IPv6 socket serve IPv4 as well. */
int evutil_make_listen_socket_not_ipv6only(evutil_socket_t sock);

/** Makes a listening TCP socket accept connections only when their first data has come. */
int evutil_make_tcp_listen_socket_deferred(evutil_socket_t sock);

/** Switches TCP keep-alive on (`on` not 0) or off. When on, the connection counts as broken
 * after about `timeout` seconds without an answer; 0 leaves the times as they are.
 */
int evutil_set_tcp_keepalive(evutil_socket_t sock, int on, int timeout);

/** Closes a socket. Returns 0, or -1 with errno set. */
int evutil_closesocket(evutil_socket_t sock);

/** Makes two connected sockets, as socketpair() does. */
int evutil_socketpair(int d, int type_, int protocol, evutil_socket_t *sv);

/** Makes a clock that never goes backwards; configure it before use. NULL if out of memory.
 * Free it with evutil_monotonic_timer_free().
 */
struct evutil_monotonic_timer *evutil_monotonic_timer_new(void);

/** Frees a clock. */
void evutil_monotonic_timer_free(struct evutil_monotonic_timer *timer);

/** Chooses how a clock works: 0, or EV_MONOT_PRECISE and EV_MONOT_FALLBACK together. */
int evutil_configure_monotonic_time(struct evutil_monotonic_timer *timer, int flags);

/** Stores what a clock shows: the time since some fixed but unknown moment. For one thread at a
 * time.
 */
int evutil_gettime_monotonic(struct evutil_monotonic_timer *timer,
                             struct timeval *tp);

/** Reads a 64-bit integer from text, as strtoll() does. */
ev_int64_t evutil_strtoll(const char *s, char **endptr, int base);

/** Writes formatted text as snprintf() does, in at most `buflen` bytes with the final NUL,
 * which is always there. Returns the length that the whole text has, -1 on an error, and 0 if
 * `buflen` is 0.
 */
int evutil_snprintf(char *buf, size_t buflen, const char *format, ...)
  __attribute__((format(printf, 3, 4)));

/** evutil_snprintf() with the arguments in a va_list. */
int evutil_vsnprintf(char *buf, size_t buflen, const char *format, va_list ap)
  __attribute__((format(printf, 3, 0)));

/** Compares two texts as strcasecmp() does, whatever the locale: only ASCII letters have a case.
 * Returns a number below 0, 0, or one above 0, as the first is before, the same as, or behind the second.
 */
int evutil_ascii_strcasecmp(const char *str1,
                            const char *str2);

/** As evutil_ascii_strcasecmp(), for the first `n` bytes at most. */
int evutil_ascii_strncasecmp(const char *str1, const char *str2, size_t n);

/** Writes a date in the form of RFC 1123, "Thu, 01 Jan 1970 00:00:00 GMT": 29 bytes and a NUL.
 *
 * `tm` is in UTC; NULL stands for now. Returns the length of the whole text, as
 * evutil_snprintf() does.
 */
int evutil_date_rfc1123(char *date,
                        size_t datelen,
                        const struct tm *tm);

/** Writes an address as text, with a NUL: of 4 bytes (`af` AF_INET) or 16 (AF_INET6) at `src`.
 *
 * Returns `dst`, or NULL if the text does not fit in `len` bytes or the family is another one.
 * INET_ADDRSTRLEN and INET6_ADDRSTRLEN bytes are enough.
 */
const char *evutil_inet_ntop(int af,
                             const void *src,
                             char *dst,
                             size_t len);

/** Reads an address from text: 4 bytes for `af` AF_INET, 16 for AF_INET6, stored at `dst`.
 * Returns 1, 0 if the text is no such address, and -1 if the family is another one.
 */
int evutil_inet_pton(int af, const char *src, void *dst);

/** Does what evutil_inet_pton() does, and lets an IPv6 address name an interface: `fe80::1%eth0`
 * or `fe80::1%2`. Stores the interface's number at `indexp`; 0 if the text names none. Returns what
 * evutil_inet_pton() returns.
 */
int evutil_inet_pton_scope(int af,
                           const char *src,
                           void *dst,
                           unsigned int *indexp);

/** Reads an IPv4 or IPv6 address with or without a port: `1.2.3.4:80`, `[::1]:80`, `1.2.3.4`,
 * `[::1]`, `::1`. Names are not looked up. Without a port in the text, the port is 0.
 *
 * `*outlen` says how many bytes there are at `out`, best those of a struct sockaddr_storage, and
 * is set to how many were needed. Returns 0, or -1 if the text is wrong, its port is not in 1
 * to 65535, or the room is too small.
 */
int evutil_parse_sockaddr_port(const char *str,
                               struct sockaddr *out,
                               int *outlen);

/** Orders two IPv4 or IPv6 addresses, with their ports if `include_port` is not 0. Returns 0 if
 * they are the same, less than 0 if `sa1` comes first, more if `sa2` does.
 *
 * The order has no meaning; it serves for sorting. Addresses of other families are never equal.
 */
int evutil_sockaddr_cmp(const struct sockaddr *sa1,
                        const struct sockaddr *sa2,
                        int include_port);

/** Finds the addresses for a host name or address (`nodename`) and a service name or port number
 * (`servname`), as getaddrinfo() does; one of the two may be NULL. It blocks while the system
 * asks name servers: evdns_getaddrinfo() does not.
 *
 * In the hints, the flags, the family, the type and the protocol count. NULL stands for zeros, so
 * without the EVUTIL_AI_ADDRCONFIG that getaddrinfo() would take then. Returns 0 and stores the
 * list, which evutil_freeaddrinfo() frees, or returns an EVUTIL_EAI_ error.
 */
int evutil_getaddrinfo(const char *nodename,
                       const char *servname,
                       const struct evutil_addrinfo *hints_in,
                       struct evutil_addrinfo **res);

/** Frees a list from evutil_getaddrinfo() or evdns_getaddrinfo(). NULL is an empty one. */
void evutil_freeaddrinfo(struct evutil_addrinfo *ai);

/** The text for an EVUTIL_EAI_ error. Static. */
const char *evutil_gai_strerror(int err);

/** Fills `buf` with `n` unpredictable bytes, fit for keys. */
void evutil_secure_rng_get_bytes(void *buf, size_t n);

/** Starts the generator, which otherwise starts by itself when first used: for programs that
 * shut out system calls or files afterwards. Returns 0, or -1 if there is no randomness.
 */
int evutil_secure_rng_init(void);

/** Names a file to take randomness from, where the generator reads a file. Returns 0, or -1
 * where it does not, but asks the system directly.
 */
int evutil_secure_rng_set_urandom_device_file(char *fname);

/** Mixes bytes into the generator. They need not be random: that never makes it worse. */
void evutil_secure_rng_add_bytes(const char *dat, size_t datlen);

/** Closes a socket. */
#define EVUTIL_CLOSESOCKET(s) evutil_closesocket(s)

/** The last error of any socket. */
#define EVUTIL_SOCKET_ERROR() (errno)
/** Sets what EVUTIL_SOCKET_ERROR() gives. */
#define EVUTIL_SET_SOCKET_ERROR(errcode) do { errno = (errcode); } while (0)
/** The last error of the socket sock, or of any socket where the system cannot tell. */
#define evutil_socket_geterror(sock) (errno)
/** The text for an error of a socket; include <string.h> for it. */
#define evutil_socket_error_to_string(errcode) (strerror(errcode))

/* Arithmetic on struct timeval, through pointers to it. */

/** *vvp = *tvp + *uvp */
#define evutil_timeradd(tvp, uvp, vvp) timeradd((tvp), (uvp), (vvp))
/** *vvp = *tvp - *uvp */
#define evutil_timersub(tvp, uvp, vvp) timersub((tvp), (uvp), (vvp))
/** *tvp = 0 */
#define evutil_timerclear(tvp) timerclear(tvp)
/** *tvp cmp *uvp, where cmp is any operator that compares. */
#define evutil_timercmp(tvp, uvp, cmp) \
  (((tvp)->tv_sec != (uvp)->tv_sec) \
    ? ((tvp)->tv_sec cmp (uvp)->tv_sec) \
    : ((tvp)->tv_usec cmp (uvp)->tv_usec))
/** *tvp != 0 */
#define evutil_timerisset(tvp) timerisset(tvp)

/** Stores the time of day, as gettimeofday() does. */
#define evutil_gettimeofday(tv, tz) gettimeofday((tv), (tz))

/** The distance in bytes of a field from the start of its struct. */
#define evutil_offsetof(type, field) offsetof(type, field)

#ifdef __cplusplus
}
#endif

#endif
