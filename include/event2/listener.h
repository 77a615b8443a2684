/* Generated from src/ffi/listener.rs by tests/headers.rs: edit there. */

/** Listeners: accept connections on a socket and call back for each.
 *
 * A callback may do anything with its listener, and free it. With LEV_OPT_THREADSAFE, and locks
 * set up (event2/thread.h), other threads may as well.
 *
 * Functions that return int give 0 on success and -1 on failure, unless they say otherwise.
 */
#ifndef EVENT2_LISTENER_H_INCLUDED_
#define EVENT2_LISTENER_H_INCLUDED_

#include <event2/event.h>

#ifdef __cplusplus
extern "C" {
#endif

struct evconnlistener;
struct event_base;

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

/** Called for a new connection, with its socket, which is the program's now, and the address of
 * the other side, which is valid during the call only.
 */
typedef void (*evconnlistener_cb)(struct evconnlistener *listener,
                                  evutil_socket_t fd,
                                  struct sockaddr *addr,
                                  int socklen,
                                  void *arg);

/** Called when accepting fails: EVUTIL_SOCKET_ERROR() says why. The listener goes on. */
typedef void (*evconnlistener_errorcb)(struct evconnlistener *listener, void *arg);

/** Makes a listener for a socket that is nonblocking and bound. NULL on failure; the socket
 * is then still the caller's.
 *
 * `flags` are LEV_OPT_ values; those on reuse, IPv6 and deferring concern
 * evconnlistener_new_bind() alone. `backlog` says how many connections may wait to be accepted,
 * negative: a usual number; 0: the socket is listening already. Without a callback no connection
 * is accepted until evconnlistener_set_cb() sets one. Free it with evconnlistener_free().
 */
struct evconnlistener *evconnlistener_new(struct event_base *base,
                                          evconnlistener_cb cb,
                                          void *ptr,
                                          unsigned int flags,
                                          int backlog,
                                          evutil_socket_t fd);

/** Makes a listener with a socket of its own, bound to an address. NULL on failure, with errno set.
 *
 * With LEV_OPT_CLOSE_ON_FREE the socket is closed along with it. TCP keep-alive is on, on the
 * connections, too. See evconnlistener_new() for the rest; `backlog` is not 0 here.
 */
struct evconnlistener *evconnlistener_new_bind(struct event_base *base,
                                               evconnlistener_cb cb,
                                               void *ptr,
                                               unsigned int flags,
                                               int backlog,
                                               const struct sockaddr *sa,
                                               int socklen);

/** Frees a listener; its socket is closed with LEV_OPT_CLOSE_ON_FREE alone. A callback that runs
 * in another thread goes on; the socket is closed when it has returned.
 */
void evconnlistener_free(struct evconnlistener *lev);

/** Accepts connections again after evconnlistener_disable(), or LEV_OPT_DISABLED. */
int evconnlistener_enable(struct evconnlistener *lev);

/** Stops accepting connections. The socket goes on listening, so they wait. If the callback
 * runs in another thread, waits until it has returned.
 */
int evconnlistener_disable(struct evconnlistener *lev);

/** The base of a listener. */
struct event_base *evconnlistener_get_base(struct evconnlistener *lev);

/** The socket of a listener. */
evutil_socket_t evconnlistener_get_fd(struct evconnlistener *lev);

/** Changes what is called for a connection, and the argument, which the error callback gets, too.
 * While a listener is enabled with NULL for a callback that it had before, connections are closed.
 */
void evconnlistener_set_cb(struct evconnlistener *lev,
                           evconnlistener_cb cb,
                           void *arg);

/** Sets what is called when accepting fails; NULL, as at first: the failure is logged, and if descriptors
 * or memory are lacking, the listener accepts nothing for a moment. It is not called for failures that
 * come and go by themselves.
 *
 * When the process has no descriptors left, it is called each turn of the loop: disable the
 * listener for a while, or make room.
 */
void evconnlistener_set_error_cb(struct evconnlistener *lev,
                                 evconnlistener_errorcb errorcb);

#ifdef __cplusplus
}
#endif

#endif
