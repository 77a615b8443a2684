//! Reading and writing, and callbacks for changes.

use std::ffi::{c_int, c_void};
use std::ptr;

use super::super::status;
use super::super::util::{ev_ssize_t, ev_uint32_t, evutil_socket_t};
use super::{buf, evbuffer, evbuffer_cb_entry, evbuffer_cb_func, length_or_all};
use crate::base::{Base, event_base};
use crate::buffer::{Buf, Entry, Failed, Observer, Transfer};

fn transfer_result(result: Transfer) -> c_int {
    match result {
        Transfer::Done(n) => n as c_int,
        Transfer::Failed | Transfer::Refused => -1,
    }
}

/// Reads from `fd` to the end of a buffer, with one system call: at most `howmuch` bytes (negative:
/// no limit), and at most evbuffer_get_max_read(). Returns how many, 0 at the end of the file, or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_read(
    buffer: *mut evbuffer,
    fd: evutil_socket_t,
    howmuch: c_int,
) -> c_int {
    // SAFETY: the buffer comes from the program, which vouches for it.
    let Some(buf) = (unsafe { Buf::from_ptr(buffer) }) else {
        return -1;
    };
    let limit = usize::try_from(howmuch).unwrap_or(usize::MAX);
    transfer_result(buf.read_from(fd, limit.min(buf.max_read())))
}

/// Writes what is in a buffer to `fd`, with one system call, and removes what went. Returns how many
/// bytes that were, or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_write(buffer: *mut evbuffer, fd: evutil_socket_t) -> c_int {
    // SAFETY: the caller's promise is the same.
    unsafe { evbuffer_write_atmost(buffer, fd, -1) }
}

/// As evbuffer_write(), for at most `howmuch` bytes, unless that is negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_write_atmost(
    buffer: *mut evbuffer,
    fd: evutil_socket_t,
    howmuch: ev_ssize_t,
) -> c_int {
    // SAFETY: the buffer comes from the program, which vouches for it.
    let Some(buf) = (unsafe { Buf::from_ptr(buffer) }) else {
        return -1;
    };
    transfer_result(buf.write_to(fd, length_or_all(howmuch).unwrap_or(usize::MAX)))
}

/// How much evbuffer_read() reads at the most.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_get_max_read(buf: *mut evbuffer) -> usize {
    // SAFETY: the buffer comes from the program, which vouches for it.
    unsafe { super::buf(buf) }.map_or(0, Buf::max_read)
}

/// Sets how much evbuffer_read() reads at the most; 4096 unless set. Returns -1 for more than an int
/// can hold.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_set_max_read(buf: *mut evbuffer, max: usize) -> c_int {
    if max > c_int::MAX as usize {
        return -1;
    }
    // SAFETY: the buffer comes from the program, which vouches for it.
    status(unsafe { super::buf(buf) }.map(|buf| buf.set_max_read(max)))
}

// ---- Callbacks

/// Has a function called after each change of a buffer. Returns what stands for it, or NULL if out
/// of memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_add_cb(
    buffer: *mut evbuffer,
    cb: evbuffer_cb_func,
    cbarg: *mut c_void,
) -> *mut evbuffer_cb_entry {
    // SAFETY: the buffer comes from the program, which vouches for it.
    unsafe { buf(buffer) }
        .and_then(|buf| buf.add_callback(Observer::WithInfo(cb), cbarg))
        .map_or(ptr::null_mut(), Entry::as_ptr)
}

/// Removes a callback.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_remove_cb_entry(
    buffer: *mut evbuffer,
    ent: *mut evbuffer_cb_entry,
) -> c_int {
    // SAFETY: both come from the program, which vouches for them.
    match unsafe { (Buf::from_ptr(buffer), Entry::from_ptr(ent)) } {
        (Some(buf), Some(entry)) => {
            buf.remove_callback(entry);
            0
        }
        _ => -1,
    }
}

/// Removes the newest callback with this function and argument. Returns -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_remove_cb(
    buffer: *mut evbuffer,
    cb: evbuffer_cb_func,
    cbarg: *mut c_void,
) -> c_int {
    // SAFETY: the buffer comes from the program, which vouches for it.
    let buf = unsafe { buf(buffer) };
    status(buf.and_then(|buf| {
        buf.remove_callback(buf.find_callback(cb, cbarg).ok_or(Failed)?);
        Ok(())
    }))
}

/// Sets flags of a callback, of EVBUFFER_CB_ values.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_cb_set_flags(
    buffer: *mut evbuffer,
    cb: *mut evbuffer_cb_entry,
    flags: ev_uint32_t,
) -> c_int {
    // SAFETY: both come from the program, which vouches for them.
    status(unsafe { flag_callback(buffer, cb, flags, true) })
}

/// Clears flags of a callback, of EVBUFFER_CB_ values.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_cb_clear_flags(
    buffer: *mut evbuffer,
    cb: *mut evbuffer_cb_entry,
    flags: ev_uint32_t,
) -> c_int {
    // SAFETY: both come from the program, which vouches for them.
    status(unsafe { flag_callback(buffer, cb, flags, false) })
}

/// # Safety
/// Both are NULL or were not freed.
unsafe fn flag_callback(
    buffer: *mut evbuffer,
    entry: *mut evbuffer_cb_entry,
    flags: ev_uint32_t,
    on: bool,
) -> Result<(), Failed> {
    // SAFETY: the caller's promise.
    let (buf, entry) = unsafe { (buf(buffer)?, Entry::from_ptr(entry).ok_or(Failed)?) };
    buf.flag_callback(entry, flags.cast_signed(), on);
    Ok(())
}

/// Has the callbacks of a buffer called from the loop of `base` rather than from within the call
/// that changed it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_defer_callbacks(
    buffer: *mut evbuffer,
    base: *mut event_base,
) -> c_int {
    // SAFETY: both come from the program, which vouches for them.
    let (buf, base) = unsafe { (buf(buffer), Base::from_ptr(base).ok_or(Failed)) };
    status(buf.and_then(|buf| buf.defer_callbacks(base?)))
}
