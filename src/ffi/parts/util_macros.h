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
