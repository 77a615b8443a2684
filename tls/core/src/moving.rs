//! Moving bytes between TLS and what is below it: a socket, or a bufferevent.

use std::ffi::{c_int, c_void};
use std::io::IoSlice;
use std::{mem, ptr};

use crate::{
    EV_WRITE, bufferevent, bufferevent_get_input, bufferevent_get_output, bufferevent_getwatermark,
    evbuffer_add, evbuffer_get_length, evbuffer_remove,
};

/// What came of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Moved {
    /// So many bytes; none at the end of what comes.
    Bytes(usize),
    /// It may be tried again when the library says so.
    NotNow,
    /// It has failed; `errno` says why.
    Failed,
}

pub fn errno() -> c_int {
    std::io::Error::last_os_error().raw_os_error().unwrap_or(0)
}

pub fn set_errno(errno: c_int) {
    // SAFETY: the address is this thread's.
    unsafe { *libc::__errno_location() = errno };
}

fn moved(result: isize) -> Moved {
    const LATER: [c_int; 5] = [
        libc::EAGAIN,
        libc::EINTR,
        libc::ENOTCONN,
        libc::EINPROGRESS,
        libc::EALREADY,
    ];
    match usize::try_from(result) {
        Ok(n) => Moved::Bytes(n),
        Err(_) if LATER.contains(&errno()) => Moved::NotNow,
        Err(_) => Moved::Failed,
    }
}

/// Reads from a socket, whether that blocks or not.
///
/// # Safety
/// There is room for `len` bytes.
pub unsafe fn receive(fd: c_int, to: *mut c_void, len: usize) -> Moved {
    // SAFETY: the caller's promise.
    moved(unsafe { libc::recv(fd, to, len, libc::MSG_DONTWAIT) })
}

/// Writes to a socket. No SIGPIPE is raised.
///
/// # Safety
/// There are `len` bytes.
pub unsafe fn send(fd: c_int, from: *const c_void, len: usize) -> Moved {
    let flags = libc::MSG_NOSIGNAL | libc::MSG_DONTWAIT;
    // SAFETY: the caller's promise.
    moved(unsafe { libc::send(fd, from, len, flags) })
}

/// Writes several pieces to a socket with one call. No SIGPIPE is raised.
pub fn send_pieces(fd: c_int, pieces: &[IoSlice<'_>]) -> Moved {
    // SAFETY: zeros mean nothing.
    let mut message: libc::msghdr = unsafe { mem::zeroed() };
    message.msg_iov = pieces.as_ptr().cast_mut().cast();
    message.msg_iovlen = pieces.len() as _;
    let flags = libc::MSG_NOSIGNAL | libc::MSG_DONTWAIT;
    // SAFETY: a slice is laid out as an `iovec`, and the pieces are only read.
    moved(unsafe { libc::sendmsg(fd, &message, flags) })
}

/// Takes bytes out of a bufferevent's input. That no more will come is for the bufferevent to say.
///
/// # Safety
/// The bufferevent is there, and so is room for `len` bytes.
pub unsafe fn take(below: *mut bufferevent, to: *mut c_void, len: usize) -> Moved {
    // SAFETY: the caller's promise.
    unsafe {
        let input = bufferevent_get_input(below);
        if evbuffer_get_length(input) == 0 {
            return Moved::NotNow;
        }
        usize::try_from(evbuffer_remove(input, to, len)).map_or(Moved::Failed, Moved::Bytes)
    }
}

/// Adds bytes to a bufferevent's output, up to its high watermark.
///
/// # Safety
/// The bufferevent is there, and so are `len` bytes.
pub unsafe fn give(below: *mut bufferevent, from: *const c_void, len: usize) -> Moved {
    let mut high = 0;
    // SAFETY: the caller's promise.
    unsafe {
        let output = bufferevent_get_output(below);
        bufferevent_getwatermark(below, EV_WRITE, ptr::null_mut(), &mut high);
        let room = match high {
            0 => len,
            high => high.saturating_sub(evbuffer_get_length(output)).min(len),
        };
        if room == 0 {
            return Moved::NotNow;
        }
        match evbuffer_add(output, from, room) {
            0 => Moved::Bytes(room),
            _ => Moved::Failed,
        }
    }
}
