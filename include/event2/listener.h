/* Generated from src/ffi/listener.rs by tests/headers.rs: edit there. */

/** Listeners: accept connections on a socket and call back for each. */
#ifndef EVENT2_LISTENER_H_INCLUDED_
#define EVENT2_LISTENER_H_INCLUDED_

#include <event2/event.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Leave the accepted sockets blocking; otherwise they are nonblocking. */
#define LEV_OPT_LEAVE_SOCKETS_BLOCKING 1u

/** Freeing the listener closes its socket. */
#define LEV_OPT_CLOSE_ON_FREE 2u

/** The sockets close themselves when the process executes another program. */
#define LEV_OPT_CLOSE_ON_EXEC 4u

/** Listen at once, though connections of an earlier listener linger. */
#define LEV_OPT_REUSEABLE 8u

/** Use a lock, so that several threads can use the listener. */
#define LEV_OPT_THREADSAFE 16u

/** Accept nothing before evconnlistener_enable(). */
#define LEV_OPT_DISABLED 32u

/** Accept a connection only when its first data has come, if the system can. */
#define LEV_OPT_DEFERRED_ACCEPT 64u

/** Share address and port with other sockets that do the same. */
#define LEV_OPT_REUSEABLE_PORT 128u

/** On IPv6, do not accept IPv4. */
#define LEV_OPT_BIND_IPV6ONLY 256u

/** On IPv6, accept IPv4 as well. */
#define LEV_OPT_BIND_IPV4_AND_IPV6 512u

/** A socket that accepts connections. */
struct evconnlistener;

/** Called for a new connection, with its socket, which is the callee's now, and the address of
 * the other side, which is valid during the call only.
 */
typedef void (*evconnlistener_cb)(struct evconnlistener *listener,
                                  evutil_socket_t fd,
                                  struct sockaddr *addr,
                                  int socklen,
                                  void *arg);

/** Called when accepting fails: EVUTIL_SOCKET_ERROR() says why. The listener goes on. */
typedef void (*evconnlistener_errorcb)(struct evconnlistener *listener, void *arg);

#ifdef __cplusplus
}
#endif

#endif
