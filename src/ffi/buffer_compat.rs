//! Older functions on buffers. New programs use event2/buffer.h alone.

use std::ffi::c_void;

use super::buffer::evbuffer;

/// Called after a buffer has changed, with its length before and after.
/// Use evbuffer_cb_func instead.
pub type evbuffer_cb = Option<
    unsafe extern "C" fn(buffer: *mut evbuffer, old_len: usize, new_len: usize, arg: *mut c_void),
>;
