//! Older functions on buffers. New programs use event2/buffer.h alone.

use std::ffi::{c_char, c_int, c_uchar, c_void};
use std::ptr;

use super::buffer::{evbuffer, needle};
use super::status;
use crate::buffer::{Buf, Failed, LineEnd, Observer, Step};

/// Called after a buffer has changed, with its length before and after.
/// Use evbuffer_cb_func instead.
pub type evbuffer_cb = Option<
    unsafe extern "C" fn(buffer: *mut evbuffer, old_len: usize, new_len: usize, arg: *mut c_void),
>;

/// Takes out the first line, which any number of CR and LF end, as a string that the caller frees.
/// Use evbuffer_readln() instead.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_readline(buffer: *mut evbuffer) -> *mut c_char {
    // SAFETY: the buffer comes from the program, which vouches for it.
    unsafe { Buf::from_ptr(buffer) }
        .and_then(|buf| buf.read_line(LineEnd::Any).ok())
        .map_or(ptr::null_mut(), |(line, _)| line.as_ptr())
}

/// Has `cb`, and no other function, called after each change of a buffer; NULL for none.
/// Use evbuffer_add_cb() instead.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_setcb(
    buffer: *mut evbuffer,
    cb: evbuffer_cb,
    cbarg: *mut c_void,
) -> c_int {
    // SAFETY: the buffer comes from the program, which vouches for it.
    let buf = unsafe { Buf::from_ptr(buffer) };
    let observer = cb.map(|_| Observer::WithLengths(cb));
    status(
        buf.ok_or(Failed)
            .and_then(|buf| buf.replace_callbacks(observer, cbarg)),
    )
}

/// Searches a buffer for `len` bytes and returns where they are, in one piece; NULL if they are not
/// there. Use evbuffer_search() instead.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_find(
    buffer: *mut evbuffer,
    what: *const c_uchar,
    len: usize,
) -> *mut c_uchar {
    // SAFETY: the buffer comes from the program, which vouches for it.
    let Some(buf) = (unsafe { Buf::from_ptr(buffer) }) else {
        return ptr::null_mut();
    };
    // SAFETY: the program has so many bytes there.
    let Ok(what) = (unsafe { needle(buf, what.cast(), len) }) else {
        return ptr::null_mut();
    };
    let found = buf
        .search(what, None, None)
        .ok_or(Failed)
        .and_then(|found| {
            let end = buf.step(found, Step::Forward(len))?;
            let start = buf.pull_up(Some(end.pos))?;
            // SAFETY: within what was pulled up.
            Ok(unsafe { start.add(found.pos) }.as_ptr())
        });
    found.unwrap_or(ptr::null_mut())
}
