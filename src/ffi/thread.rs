//! Threads: make the library use locks.
//!
//! Call one of the setup functions before anything else of the library, so that what is made
//! later gets locks: evthread_use_pthreads(), or evthread_set_lock_callbacks() and its companions
//! for another kind of thread. Without that, each base and what belongs to it is for one thread.

use std::ffi::{c_int, c_uint, c_ulong, c_void};

use libc::timeval;

use super::status;
use crate::base::{Base, assert_threads_not_too_late, event_base};
use crate::rt::{pthreads, thread};

/// Defined because evthread_use_pthreads() exists.
pub const EVTHREAD_USE_PTHREADS_IMPLEMENTED: c_int = 1;

/// Lock for writing; in the mode of a lock that is both a read and a write lock.
pub const EVTHREAD_WRITE: c_uint = 0x04;
/// Lock for reading; in the mode of a lock that is both a read and a write lock.
pub const EVTHREAD_READ: c_uint = 0x08;
/// Do not wait: fail if the lock is taken.
pub const EVTHREAD_TRY: c_uint = 0x10;

/// The version of struct evthread_lock_callbacks that this header describes.
pub const EVTHREAD_LOCK_API_VERSION: c_int = 1;

/// A kind of lock that its holder may take again; it is released after as many releases.
pub const EVTHREAD_LOCKTYPE_RECURSIVE: c_uint = 1;
/// A kind of lock that several readers or one writer hold. The library asks for none.
pub const EVTHREAD_LOCKTYPE_READWRITE: c_uint = 2;

/// The version of struct evthread_condition_callbacks that this header describes.
pub const EVTHREAD_CONDITION_API_VERSION: c_int = 1;

/// For evthread_use_pthreads_with_flags(): a thread that holds a lock inherits the priority of
/// those that wait for it.
pub const EVTHREAD_PTHREAD_PRIO_INHERIT: c_int = 0x01;

/// How to lock; see evthread_set_lock_callbacks().
#[repr(C)]
#[derive(Clone, Copy)]
pub struct evthread_lock_callbacks {
    /// EVTHREAD_LOCK_API_VERSION.
    pub lock_api_version: c_int,
    /// Bits of EVTHREAD_LOCKTYPE_ that `alloc` can make, besides plain locks. Recursive locks
    /// are a must.
    pub supported_locktypes: c_uint,
    /// Makes a lock of the kind `locktype`: 0 or bits of EVTHREAD_LOCKTYPE_. NULL on failure.
    pub alloc: Option<unsafe extern "C" fn(locktype: c_uint) -> *mut c_void>,
    /// Frees a lock, which has the kind that it was made with and is not taken.
    pub free: Option<unsafe extern "C" fn(lock: *mut c_void, locktype: c_uint)>,
    /// Takes a lock; `mode` has bits of EVTHREAD_WRITE, _READ and _TRY. 0 on success.
    pub lock: Option<unsafe extern "C" fn(mode: c_uint, lock: *mut c_void) -> c_int>,
    /// Releases a lock that was taken with the same mode. 0 on success.
    pub unlock: Option<unsafe extern "C" fn(mode: c_uint, lock: *mut c_void) -> c_int>,
}

/// How to wait for another thread; see evthread_set_condition_callbacks().
#[repr(C)]
#[derive(Clone, Copy)]
pub struct evthread_condition_callbacks {
    /// EVTHREAD_CONDITION_API_VERSION.
    pub condition_api_version: c_int,
    /// Makes a condition variable. `condtype` is 0 for now. NULL on failure.
    pub alloc_condition: Option<unsafe extern "C" fn(condtype: c_uint) -> *mut c_void>,
    /// Frees a condition variable that nobody waits for.
    pub free_condition: Option<unsafe extern "C" fn(cond: *mut c_void)>,
    /// Wakes one waiting thread, or all of them if `broadcast` is 1. 0 on success.
    pub signal_condition:
        Option<unsafe extern "C" fn(cond: *mut c_void, broadcast: c_int) -> c_int>,
    /// Releases `lock`, waits for the condition, takes the lock again. 0 when signalled, -1 on
    /// failure, 1 when `timeout` (NULL: none) has passed.
    pub wait_condition: Option<
        unsafe extern "C" fn(
            cond: *mut c_void,
            lock: *mut c_void,
            timeout: *const timeval,
        ) -> c_int,
    >,
}

/// Has the library lock through these functions; the struct is copied. NULL ends locking.
///
/// Once set, only the very same functions are accepted again. Returns 0, or -1 if the functions
/// cannot be used.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evthread_set_lock_callbacks(cbs: *const evthread_lock_callbacks) -> c_int {
    assert_threads_not_too_late();
    // SAFETY: the pointer comes from the program, which vouches for it.
    status(thread::set_lock_callbacks(unsafe { cbs.as_ref() }))
}

/// Has the library wait for other threads through these functions; the struct is copied. NULL
/// takes them away.
///
/// Once set, only the very same functions are accepted again. Returns 0, or -1 if the functions
/// cannot be used.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evthread_set_condition_callbacks(
    cbs: *const evthread_condition_callbacks,
) -> c_int {
    assert_threads_not_too_late();
    // SAFETY: the pointer comes from the program, which vouches for it.
    status(thread::set_condition_callbacks(unsafe { cbs.as_ref() }))
}

/// Sets the function that tells threads apart: a number for the calling thread, different from
/// those of all others that run.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evthread_set_id_callback(
    id_fn: Option<unsafe extern "C" fn() -> c_ulong>,
) {
    thread::set_id_callback(id_fn);
}

/// Has the library lock by means of POSIX threads. Returns 0, or -1 on failure.
///
/// Programs that use it link with -levent_pthreads.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evthread_use_pthreads() -> c_int {
    assert_threads_not_too_late();
    pthreads::enable(false);
    0
}

/// As evthread_use_pthreads(), with options: 0 or EVTHREAD_PTHREAD_PRIO_INHERIT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evthread_use_pthreads_with_flags(flags: c_int) -> c_int {
    assert_threads_not_too_late();
    pthreads::enable(flags & EVTHREAD_PTHREAD_PRIO_INHERIT != 0);
    0
}

/// Makes the library check how it uses locks, and end the program if it does so wrongly.
///
/// Call it after setting up threads and before anything has a lock. Slow.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evthread_enable_lock_debugging() {
    thread::enable_lock_debugging();
}

/// The name of evthread_enable_lock_debugging() in old releases.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evthread_enable_lock_debuging() {
    thread::enable_lock_debugging();
}

/// Makes sure that other threads can wake this base, for one that was made before threads were
/// set up. Returns 0, or -1 on failure. Bases made afterwards do not need it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evthread_make_base_notifiable(base: *mut event_base) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(base) = (unsafe { Base::from_ptr(base) }) else {
        return -1;
    };
    status(base.make_notifiable())
}
