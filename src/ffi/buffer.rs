//! Buffers: queues of bytes that grow at the end and shrink at the front.
//!
//! Data lies in a chain of blocks, so that adding and removing at either end, and moving data
//! from one buffer to another, copies nothing. With locking enabled for it, a buffer may be used
//! by several threads.

use std::ffi::{c_int, c_uint, c_void};

use super::util::ev_ssize_t;

/// A queue of bytes.
pub struct evbuffer {
    _private: (),
}

/// A callback that has been added to a buffer.
pub struct evbuffer_cb_entry {
    _private: (),
}

/// A part of a file that can be added to buffers, again and again, without reading it.
pub struct evbuffer_file_segment {
    _private: (),
}

/// A position in a buffer. It is valid until the buffer changes.
/// cbindgen:ignore
#[repr(C)]
pub struct evbuffer_ptr {
    /// The distance from the start of the buffer in bytes, or -1 for a position past the end.
    pub pos: ev_ssize_t,
    /// The library's own.
    pub internal_: evbuffer_ptr_internal,
}

/// The private half of a position, which has no name in C.
/// cbindgen:ignore
#[repr(C)]
pub struct evbuffer_ptr_internal {
    /// The block.
    pub chain: *mut c_void,
    /// The distance from the start of the block in bytes.
    pub pos_in_chain: usize,
}

/// A stretch of memory; `struct evbuffer_iovec` in C.
/// cbindgen:ignore
pub type evbuffer_iovec = libc::iovec;

/// What has changed since a buffer's callbacks were last called.
#[repr(C)]
pub struct evbuffer_cb_info {
    /// How many bytes there were before.
    pub orig_size: usize,
    /// How many bytes were added.
    pub n_added: usize,
    /// How many bytes were removed.
    pub n_deleted: usize,
}

/// For evbuffer_set_flags(): data that is removed has been written to a descriptor, so it may
/// be sent from a file without passing through memory.
pub const EVBUFFER_FLAG_DRAINS_TO_FD: c_int = 1;

/// For evbuffer_cb_set_flags(): the callback is called.
pub const EVBUFFER_CB_ENABLED: c_int = 1;

/// For evbuffer_file_segment_new(): close the descriptor when the segment is freed.
pub const EVBUF_FS_CLOSE_ON_FREE: c_uint = 0x01;
/// For evbuffer_file_segment_new(): do not map the file into memory.
pub const EVBUF_FS_DISABLE_MMAP: c_uint = 0x02;
/// For evbuffer_file_segment_new(): do not use sendfile().
pub const EVBUF_FS_DISABLE_SENDFILE: c_uint = 0x04;
/// For evbuffer_file_segment_new(): only one thread uses the segment.
pub const EVBUF_FS_DISABLE_LOCKING: c_uint = 0x08;

/// What ends a line.
#[repr(C)]
pub enum evbuffer_eol_style {
    /// Any number of CR and LF in any order.
    EVBUFFER_EOL_ANY,
    /// LF, or CR and LF.
    EVBUFFER_EOL_CRLF,
    /// CR and LF.
    EVBUFFER_EOL_CRLF_STRICT,
    /// LF.
    EVBUFFER_EOL_LF,
    /// A zero byte.
    EVBUFFER_EOL_NUL,
}

/// How evbuffer_ptr_set() moves a position.
#[repr(C)]
pub enum evbuffer_ptr_how {
    /// To a distance from the start of the buffer.
    EVBUFFER_PTR_SET,
    /// Forward from where it is.
    EVBUFFER_PTR_ADD,
}

/// Called when a buffer no longer needs memory that was added by reference.
pub type evbuffer_ref_cleanup_cb =
    Option<unsafe extern "C" fn(data: *const c_void, datalen: usize, extra: *mut c_void)>;

/// Called when a file segment is freed, with the flags it was made with.
pub type evbuffer_file_segment_cleanup_cb =
    Option<unsafe extern "C" fn(seg: *const evbuffer_file_segment, flags: c_int, arg: *mut c_void)>;

/// Called after a buffer has changed.
pub type evbuffer_cb_func = Option<
    unsafe extern "C" fn(buffer: *mut evbuffer, info: *const evbuffer_cb_info, arg: *mut c_void),
>;
