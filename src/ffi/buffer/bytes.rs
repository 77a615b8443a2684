//! Taking bytes out, room for bytes to come, positions and searching.

use std::ffi::{c_char, c_int, c_uchar, c_void};
use std::ptr::{self, NonNull};

use super::super::util::ev_ssize_t;
use super::super::{enum_evbuffer_eol_style, enum_evbuffer_ptr_how, status};
use super::{buf, evbuffer, evbuffer_iovec, evbuffer_ptr, length_or_all, line_end, needle, pieces};
use crate::buffer::{Buf, Failed, Step};

/// Removes the first `len` bytes, or all if there are fewer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_drain(buf: *mut evbuffer, len: usize) -> c_int {
    // SAFETY: the buffer comes from the program, which vouches for it.
    status(unsafe { super::buf(buf) }.and_then(|buf| buf.drain(len)))
}

/// Copies the first bytes to `data`, at most `datlen`, and removes them. Returns how many, or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_remove(
    buf: *mut evbuffer,
    data: *mut c_void,
    datlen: usize,
) -> c_int {
    let to = NonNull::new(data.cast::<u8>()).unwrap_or(NonNull::dangling());
    // SAFETY: buffer and memory come from the program, which vouches for them.
    let removed = unsafe { super::buf(buf).and_then(|buf| buf.remove(to, datlen)) };
    removed.map_or(-1, |n| n as c_int)
}

/// Copies the first bytes to `data_out`, at most `datlen`. Returns how many, or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_copyout(
    buf: *mut evbuffer,
    data_out: *mut c_void,
    datlen: usize,
) -> ev_ssize_t {
    // SAFETY: the caller's promise is the same.
    unsafe { evbuffer_copyout_from(buf, ptr::null(), data_out, datlen) }
}

/// Copies the bytes from `pos` on, at most `datlen`, to `data_out`. Returns how many, or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_copyout_from(
    buf: *mut evbuffer,
    pos: *const evbuffer_ptr,
    data_out: *mut c_void,
    datlen: usize,
) -> ev_ssize_t {
    let to = NonNull::new(data_out.cast::<u8>()).unwrap_or(NonNull::dangling());
    // SAFETY: buffer, position and memory come from the program, which vouches for them.
    let copied = unsafe {
        super::buf(buf).and_then(|buf| {
            let from = evbuffer_ptr::position(pos).transpose()?;
            buf.copy_out(from.as_ref(), to, datlen)
        })
    };
    copied.map_or(-1, |n| n as ev_ssize_t)
}

/// Moves the first `datlen` bytes of `src`, or all if there are fewer, to the end of `dst`. Returns
/// how many, or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_remove_buffer(
    src: *mut evbuffer,
    dst: *mut evbuffer,
    datlen: usize,
) -> c_int {
    // SAFETY: the buffers come from the program, which vouches for them.
    let moved = unsafe { buf(src).and_then(|src| src.remove_to(buf(dst)?, datlen)) };
    moved.map_or(-1, |n| n as c_int)
}

/// Takes out the first line, without its end, as a string that the caller frees; `n_read_out`, if
/// not NULL, becomes its length. NULL if there is no whole line.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_readln(
    buffer: *mut evbuffer,
    n_read_out: *mut usize,
    eol_style: enum_evbuffer_eol_style,
) -> *mut c_char {
    // SAFETY: the pointers come from the program, which vouches for them.
    let line =
        unsafe { buf(buffer).and_then(|buf| buf.read_line(line_end(eol_style).ok_or(Failed)?)) };
    let (line, len) = line.map_or((ptr::null_mut(), 0), |(line, len)| (line.as_ptr(), len));
    if !n_read_out.is_null() {
        // SAFETY: as above.
        unsafe { n_read_out.write(len) };
    }
    line
}

// ---- Room and pieces

/// Makes room for `datlen` more bytes in one piece.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_expand(buf: *mut evbuffer, datlen: usize) -> c_int {
    // SAFETY: the buffer comes from the program, which vouches for it.
    status(unsafe { super::buf(buf) }.and_then(|buf| buf.expand(datlen)))
}

/// Makes room for at least `size` more bytes, in at most `n_vec` pieces, and stores where they are.
/// Returns how many pieces those are, or -1. Bytes that are written there become part of the buffer
/// with evbuffer_commit_space().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_reserve_space(
    buf: *mut evbuffer,
    size: ev_ssize_t,
    vec: *mut evbuffer_iovec,
    n_vec: c_int,
) -> c_int {
    // SAFETY: buffer and pieces come from the program, which vouches for them.
    let used = unsafe {
        super::buf(buf).and_then(|buf| buf.reserve(size.cast_unsigned(), pieces(vec, n_vec)?))
    };
    used.map_or(-1, |n| n as c_int)
}

/// Makes the bytes part of a buffer that were written to the pieces of evbuffer_reserve_space(),
/// whose lengths may have been made smaller. Returns -1, with nothing changed, if they are not those.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_commit_space(
    buf: *mut evbuffer,
    vec: *mut evbuffer_iovec,
    n_vecs: c_int,
) -> c_int {
    // SAFETY: buffer and pieces come from the program, which vouches for them.
    status(unsafe { super::buf(buf).and_then(|buf| buf.commit(pieces(vec, n_vecs)?)) })
}

/// Puts the first `size` bytes of a buffer, or, if that is negative, all, in one piece, and returns
/// where they are; valid until the buffer changes. NULL if there are fewer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_pullup(buf: *mut evbuffer, size: ev_ssize_t) -> *mut c_uchar {
    // SAFETY: the buffer comes from the program, which vouches for it.
    unsafe { super::buf(buf) }
        .and_then(|buf| buf.pull_up(length_or_all(size)))
        .map_or(ptr::null_mut(), NonNull::as_ptr)
}

/// Stores where the bytes of a buffer are, from `start_at` (NULL: its start) on: `len` of them, or,
/// if that is negative, as many as `n_vec` pieces take. Returns how many pieces it takes, which may
/// be more than `n_vec`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_peek(
    buffer: *mut evbuffer,
    len: ev_ssize_t,
    start_at: *mut evbuffer_ptr,
    vec_out: *mut evbuffer_iovec,
    n_vec: c_int,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let used = unsafe {
        buf(buffer).and_then(|buf| {
            // There is nothing at a position that was not found.
            let Ok(from) = evbuffer_ptr::position(start_at).transpose() else {
                return Ok(0);
            };
            let n_vec = if vec_out.is_null() { 0 } else { n_vec };
            Ok(buf.peek(from, length_or_all(len), pieces(vec_out, n_vec.max(0))?))
        })
    };
    used.map_or(-1, |n| n as c_int)
}

// ---- Positions and searching

/// Moves a position to `position` bytes from the start, or that much forward. Returns 0, or -1 if
/// that is past the end of the buffer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_ptr_set(
    buffer: *mut evbuffer,
    ptr: *mut evbuffer_ptr,
    position: usize,
    how: enum_evbuffer_ptr_how,
) -> c_int {
    // SAFETY: buffer and position come from the program, which vouches for them.
    let (buf, ptr) = match unsafe { (Buf::from_ptr(buffer), ptr.as_mut()) } {
        (Some(buf), Some(ptr)) => (buf, ptr),
        _ => return -1,
    };
    let at = match how {
        0 => buf.step(buf.start(), Step::To(position)),
        1 => {
            // SAFETY: as above.
            match unsafe { evbuffer_ptr::position(ptr) } {
                Some(Ok(from)) if from.pos.checked_add(position).is_some() => {
                    buf.step(from, Step::Forward(position))
                }
                _ => return -1,
            }
        }
        _ => return -1,
    };
    *ptr = evbuffer_ptr::from_position(at.ok());
    status(at.map(drop))
}

/// Searches a buffer for `len` bytes, from `start` (NULL: its start) on. The position is -1 if they
/// are not there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_search(
    buffer: *mut evbuffer,
    what: *const c_char,
    len: usize,
    start: *const evbuffer_ptr,
) -> evbuffer_ptr {
    // SAFETY: the caller's promise is the same.
    unsafe { evbuffer_search_range(buffer, what, len, start, ptr::null()) }
}

/// As evbuffer_search(), for a place that ends no later than at `end` (NULL: the buffer's end).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_search_range(
    buffer: *mut evbuffer,
    what: *const c_char,
    len: usize,
    start: *const evbuffer_ptr,
    end: *const evbuffer_ptr,
) -> evbuffer_ptr {
    // SAFETY: the pointers come from the program, which vouches for them.
    let found = unsafe {
        buf(buffer).and_then(|buf| {
            let from = evbuffer_ptr::position(start).transpose()?;
            let end = evbuffer_ptr::position(end).transpose()?;
            Ok(buf.search(needle(buf, what.cast(), len)?, from, end))
        })
    };
    evbuffer_ptr::from_position(found.ok().flatten())
}

/// Searches a buffer for the end of a line, from `start` (NULL: its start) on. `eol_len_out`, if
/// not NULL, becomes its length.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_search_eol(
    buffer: *mut evbuffer,
    start: *mut evbuffer_ptr,
    eol_len_out: *mut usize,
    eol_style: enum_evbuffer_eol_style,
) -> evbuffer_ptr {
    // SAFETY: the pointers come from the program, which vouches for them.
    let found = unsafe {
        buf(buffer).and_then(|buf| {
            let from = evbuffer_ptr::position(start).transpose()?;
            let style = line_end(eol_style).ok_or(Failed)?;
            Ok(buf.search_line_end(from, style))
        })
    };
    let found = found.ok().flatten();
    if !eol_len_out.is_null() {
        // SAFETY: as above.
        unsafe { eol_len_out.write(found.map_or(0, |(_, len)| len)) };
    }
    evbuffer_ptr::from_position(found.map(|(at, _)| at))
}
