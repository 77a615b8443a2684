/* Generated from src/ffi/thread.rs by tests/headers.rs: edit there. */

/** Threads: make the library use locks.
 *
 * Call one of the setup functions before anything else of the library, so that what is made
 * later gets locks: evthread_use_pthreads(), or evthread_set_lock_callbacks() and its companions
 * for another kind of thread. Without that, each base and what belongs to it is for one thread.
 */
#ifndef EVENT2_THREAD_H_INCLUDED_
#define EVENT2_THREAD_H_INCLUDED_

#include <event2/visibility.h>

#ifdef __cplusplus
extern "C" {
#endif

struct event_base;
struct timeval;

/** Defined because evthread_use_pthreads() exists. */
#define EVTHREAD_USE_PTHREADS_IMPLEMENTED 1

/** Lock for writing; in the mode of a lock that is both a read and a write lock. */
#define EVTHREAD_WRITE 4

/** Lock for reading; in the mode of a lock that is both a read and a write lock. */
#define EVTHREAD_READ 8

/** Do not wait: fail if the lock is taken. */
#define EVTHREAD_TRY 16

/** The version of struct evthread_lock_callbacks that this header describes. */
#define EVTHREAD_LOCK_API_VERSION 1

/** A kind of lock that its holder may take again; it is released after as many releases. */
#define EVTHREAD_LOCKTYPE_RECURSIVE 1

/** A kind of lock that several readers or one writer hold. The library asks for none. */
#define EVTHREAD_LOCKTYPE_READWRITE 2

/** The version of struct evthread_condition_callbacks that this header describes. */
#define EVTHREAD_CONDITION_API_VERSION 1

/** For evthread_use_pthreads_with_flags(): a thread that holds a lock inherits the priority of
 * those that wait for it.
 */
#define EVTHREAD_PTHREAD_PRIO_INHERIT 1

/** How to lock; see evthread_set_lock_callbacks(). */
struct evthread_lock_callbacks {
  /** EVTHREAD_LOCK_API_VERSION. */
  int lock_api_version;
  /** Bits of EVTHREAD_LOCKTYPE_ that `alloc` can make, besides plain locks. Recursive locks
   * are a must.
   */
  unsigned int supported_locktypes;
  /** Makes a lock of the kind `locktype`: 0 or bits of EVTHREAD_LOCKTYPE_. NULL on failure. */
  void *(*alloc)(unsigned int locktype);
  /** Frees a lock, which has the kind that it was made with and is not taken. */
  void (*free)(void *lock, unsigned int locktype);
  /** Takes a lock; `mode` has bits of EVTHREAD_WRITE, _READ and _TRY. 0 on success. */
  int (*lock)(unsigned int mode, void *lock);
  /** Releases a lock that was taken with the same mode. 0 on success. */
  int (*unlock)(unsigned int mode, void *lock);
};

/** How to wait for another thread; see evthread_set_condition_callbacks(). */
struct evthread_condition_callbacks {
  /** EVTHREAD_CONDITION_API_VERSION. */
  int condition_api_version;
  /** Makes a condition variable. `condtype` is 0 for now. NULL on failure. */
  void *(*alloc_condition)(unsigned int condtype);
  /** Frees a condition variable that nobody waits for. */
  void (*free_condition)(void *cond);
  /** Wakes one waiting thread, or all of them if `broadcast` is 1. 0 on success. */
  int (*signal_condition)(void *cond, int broadcast);
  /** Releases `lock`, waits for the condition, takes the lock again. 0 when signalled, -1 on
   * failure, 1 when `timeout` (NULL: none) has passed.
   */
  int (*wait_condition)(void *cond, void *lock, const struct timeval *timeout);
};

/** Has the library lock through these functions; the struct is copied. NULL ends locking.
 *
 * Once set, only the very same functions are accepted again. Returns 0, or -1 if the functions
 * cannot be used.
 */
int evthread_set_lock_callbacks(const struct evthread_lock_callbacks *cbs);

/** Has the library wait for other threads through these functions; the struct is copied. NULL
 * takes them away.
 *
 * Once set, only the very same functions are accepted again. Returns 0, or -1 if the functions
 * cannot be used.
 */
int evthread_set_condition_callbacks(const struct evthread_condition_callbacks *cbs);

/** Sets the function that tells threads apart: a number for the calling thread, different from
 * those of all others that run.
 */
void evthread_set_id_callback(unsigned long (*id_fn)(void));

/** Has the library lock by means of POSIX threads. Returns 0, or -1 on failure.
 *
 * Programs that use it link with -levent_pthreads.
 */
int evthread_use_pthreads(void);

/** As evthread_use_pthreads(), with options: 0 or EVTHREAD_PTHREAD_PRIO_INHERIT. */
int evthread_use_pthreads_with_flags(int flags);

/** Makes the library check how it uses locks, and end the program if it does so wrongly.
 *
 * Call it after setting up threads and before anything has a lock. Slow.
 */
void evthread_enable_lock_debugging(void);

/** The name of evthread_enable_lock_debugging() in old releases. */
void evthread_enable_lock_debuging(void);

/** Makes sure that other threads can wake this base, for one that was made before threads were
 * set up. Returns 0, or -1 on failure. Bases made afterwards do not need it.
 */
int evthread_make_base_notifiable(struct event_base *base);

#ifdef __cplusplus
}
#endif

#endif
