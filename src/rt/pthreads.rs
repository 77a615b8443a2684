//! Locks and conditions made of pthreads'.

use std::ffi::{c_int, c_uint, c_ulong, c_void};
use std::mem;
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use libc::{pthread_cond_t, pthread_mutex_t, pthread_mutexattr_t, timespec, timeval};

use super::thread::{
    CondFns, LockFn, LockFns, RECURSIVE, TRY, WaitFn, set_condition_callbacks, set_id_callback,
    set_lock_callbacks,
};
use super::{mm, time};
use crate::ffi::thread::{evthread_condition_callbacks, evthread_lock_callbacks};

static INHERIT_PRIORITY: AtomicBool = AtomicBool::new(false);

/// Makes pthreads the provider. With `inherit_priority`, a thread that holds a lock runs at the
/// priority of the most important thread waiting for it.
/// What the program has set up itself stays, with a warning.
pub(crate) fn enable(inherit_priority: bool) {
    INHERIT_PRIORITY.store(inherit_priority, Relaxed);
    let _ = set_lock_callbacks(Some(&evthread_lock_callbacks {
        lock_api_version: 1,
        supported_locktypes: RECURSIVE,
        alloc: Some(alloc),
        free: Some(free),
        lock: Some(lock),
        unlock: Some(unlock),
    }));
    let _ = set_condition_callbacks(Some(&evthread_condition_callbacks {
        condition_api_version: 1,
        alloc_condition: Some(alloc_condition),
        free_condition: Some(free_condition),
        signal_condition: Some(signal_condition),
        wait_condition: Some(wait_condition),
    }));
    set_id_callback(Some(id));
}

/// Whether these are the functions here, with locks that are no more than locks.
pub(super) fn are_plain_locks(fns: &LockFns) -> bool {
    ptr::fn_addr_eq(fns.lock, lock as LockFn) && !INHERIT_PRIORITY.load(Relaxed)
}

/// Whether these are the functions here.
pub(super) fn are_conditions(fns: &CondFns) -> bool {
    ptr::fn_addr_eq(fns.wait, wait_condition as WaitFn)
}

pub(super) unsafe extern "C" fn id() -> c_ulong {
    this_thread()
}

/// The calling thread, as pthread_self() names it: by the address of its block.
#[cfg(all(target_arch = "x86_64", not(miri)))]
#[inline]
pub(super) fn this_thread() -> c_ulong {
    let block: c_ulong;
    // SAFETY: the ABI has a pointer to the thread's block there, which is that to itself ("ELF Handling For
    // Thread-Local Storage", 3.4.6).
    unsafe {
        std::arch::asm!("mov {}, fs:0", out(reg) block, options(nostack, preserves_flags, readonly))
    };
    block
}

#[cfg(not(all(target_arch = "x86_64", not(miri))))]
#[inline]
pub(super) fn this_thread() -> c_ulong {
    // SAFETY: always allowed.
    unsafe { libc::pthread_self() }
}

unsafe extern "C" fn alloc(locktype: c_uint) -> *mut c_void {
    let Some(memory) = mm::malloc(mem::size_of::<pthread_mutex_t>()) else {
        return ptr::null_mut();
    };
    let mut attributes = mem::MaybeUninit::<pthread_mutexattr_t>::uninit();
    let attributes = attributes.as_mut_ptr();
    // SAFETY: the attributes are initialised before use, and the memory fits a mutex.
    let failed = unsafe {
        libc::pthread_mutexattr_init(attributes);
        if locktype & RECURSIVE != 0 {
            libc::pthread_mutexattr_settype(attributes, libc::PTHREAD_MUTEX_RECURSIVE);
        }
        if INHERIT_PRIORITY.load(Relaxed) {
            libc::pthread_mutexattr_setprotocol(attributes, libc::PTHREAD_PRIO_INHERIT);
        }
        let failed = libc::pthread_mutex_init(memory.as_ptr().cast(), attributes) != 0;
        libc::pthread_mutexattr_destroy(attributes);
        failed
    };
    if failed {
        // SAFETY: allocated above.
        unsafe { mm::free(memory.as_ptr()) };
        return ptr::null_mut();
    }
    memory.as_ptr()
}

unsafe extern "C" fn free(lock: *mut c_void, _locktype: c_uint) {
    // SAFETY: `alloc` made it, and nobody uses it any more.
    unsafe {
        libc::pthread_mutex_destroy(lock.cast());
        mm::free(lock);
    }
}

unsafe extern "C" fn lock(mode: c_uint, lock: *mut c_void) -> c_int {
    // SAFETY: `alloc` made it.
    unsafe {
        if mode & TRY != 0 {
            libc::pthread_mutex_trylock(lock.cast())
        } else {
            libc::pthread_mutex_lock(lock.cast())
        }
    }
}

unsafe extern "C" fn unlock(_mode: c_uint, lock: *mut c_void) -> c_int {
    // SAFETY: `alloc` made it.
    unsafe { libc::pthread_mutex_unlock(lock.cast()) }
}

unsafe extern "C" fn alloc_condition(_condtype: c_uint) -> *mut c_void {
    let Some(memory) = mm::malloc(mem::size_of::<pthread_cond_t>()) else {
        return ptr::null_mut();
    };
    // SAFETY: the memory fits a condition; glibc cannot fail here.
    unsafe { libc::pthread_cond_init(memory.as_ptr().cast(), ptr::null()) };
    memory.as_ptr()
}

unsafe extern "C" fn free_condition(cond: *mut c_void) {
    // SAFETY: `alloc_condition` made it, and nobody uses it any more.
    unsafe {
        libc::pthread_cond_destroy(cond.cast());
        mm::free(cond);
    }
}

unsafe extern "C" fn signal_condition(cond: *mut c_void, broadcast: c_int) -> c_int {
    // SAFETY: `alloc_condition` made it.
    let failed = unsafe {
        if broadcast != 0 {
            libc::pthread_cond_broadcast(cond.cast())
        } else {
            libc::pthread_cond_signal(cond.cast())
        }
    };
    if failed != 0 { -1 } else { 0 }
}

/// Returns 0 when woken, 1 after the timeout, -1 on error.
unsafe extern "C" fn wait_condition(
    cond: *mut c_void,
    lock: *mut c_void,
    timeout: *const timeval,
) -> c_int {
    // SAFETY: the functions above made them; a timeout is null or valid.
    let result = unsafe {
        match timeout.as_ref() {
            None => libc::pthread_cond_wait(cond.cast(), lock.cast()),
            Some(timeout) => {
                let until = time::wall_clock().saturating_add(time::from_timeval(timeout));
                let until: timespec = time::to_timespec(until);
                libc::pthread_cond_timedwait(cond.cast(), lock.cast(), &until)
            }
        }
    };
    match result {
        0 => 0,
        libc::ETIMEDOUT => 1,
        _ => -1,
    }
}
