//! Watchers: callbacks around each wait of the loop.
//!
//! A prepare watcher is called before the base waits for events, a check watcher after it woke
//! up and before it runs callbacks. They serve to measure the loop or to embed another one.
//! Each kind is called in the order of creation.

use std::ffi::{c_int, c_void};
use std::ptr;

use libc::timeval;

use crate::base::{
    Base, Hook, Watcher, event_base, evwatch, evwatch_check_cb_info, evwatch_prepare_cb_info,
};
use crate::rt::time;

/// Called before the base waits. `info` is valid only during the call.
pub type evwatch_prepare_cb = Option<
    unsafe extern "C" fn(
        watcher: *mut evwatch,
        info: *const evwatch_prepare_cb_info,
        arg: *mut c_void,
    ),
>;

/// Called after the base has waited. `info` is valid only during the call.
pub type evwatch_check_cb = Option<
    unsafe extern "C" fn(
        watcher: *mut evwatch,
        info: *const evwatch_check_cb_info,
        arg: *mut c_void,
    ),
>;

/// Has `callback` called before each wait of the base. NULL on failure.
/// Free the watcher with evwatch_free(), or else the base does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evwatch_prepare_new(
    base: *mut event_base,
    callback: evwatch_prepare_cb,
    arg: *mut c_void,
) -> *mut evwatch {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let base = unsafe { Base::from_ptr(base) };
    let (Some(base), Some(callback)) = (base, callback) else {
        return ptr::null_mut();
    };
    Watcher::new(base, Hook::Prepare(callback), arg).map_or(ptr::null_mut(), Watcher::as_ptr)
}

/// Has `callback` called after each wait of the base. NULL on failure.
/// Free the watcher with evwatch_free(), or else the base does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evwatch_check_new(
    base: *mut event_base,
    callback: evwatch_check_cb,
    arg: *mut c_void,
) -> *mut evwatch {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let base = unsafe { Base::from_ptr(base) };
    let (Some(base), Some(callback)) = (base, callback) else {
        return ptr::null_mut();
    };
    Watcher::new(base, Hook::Check(callback), arg).map_or(ptr::null_mut(), Watcher::as_ptr)
}

/// The base of a watcher.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evwatch_base(watcher: *mut evwatch) -> *mut event_base {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { Watcher::from_ptr(watcher) }.map_or(ptr::null_mut(), |w| w.base().as_ptr())
}

/// Frees a watcher; it is not called any more. Allowed in its own callback.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evwatch_free(watcher: *mut evwatch) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(watcher) = unsafe { Watcher::from_ptr(watcher) } {
        watcher.free();
    }
}

/// Stores how long the base is going to wait at most and returns 1; returns 0 if it will wait
/// without limit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evwatch_prepare_get_timeout(
    info: *const evwatch_prepare_cb_info,
    timeout: *mut timeval,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (info, timeout) = unsafe { (info.as_ref(), timeout.as_mut()) };
    match (info.and_then(|info| info.timeout), timeout) {
        (Some(span), Some(timeout)) => {
            *timeout = time::to_timeval(span);
            1
        }
        _ => 0,
    }
}
