//! Buffers: queues of bytes that grow at the end and shrink at the front.
//!
//! Data lies in a chain of blocks, so that adding and removing at either end, and moving data
//! from one buffer to another, copies nothing. With locking enabled for it, a buffer may be used
//! by several threads.
//!
//! Functions that return int give 0 on success and -1 on failure, unless they say otherwise.

pub mod bytes;
pub mod transfer;

use std::ffi::{c_char, c_int, c_uint, c_void};
use std::ptr::{self, NonNull};
use std::slice;

use super::util::{ev_off_t, ev_ssize_t, ev_uint64_t, va_list};
use super::variadic::evbuffer_format;
use super::{enum_evbuffer_eol_style, status};
use crate::buffer::{Buf, Chain, End, Failed, LineEnd, Position, Reference, Segment, SegmentFlags};
pub use crate::buffer::{evbuffer, evbuffer_cb_entry, evbuffer_file_segment};

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

/// The handle of a buffer.
///
/// # Safety
/// The buffer is NULL or was not freed.
pub(super) unsafe fn buf(buffer: *const evbuffer) -> Result<Buf, Failed> {
    // SAFETY: the caller's promise.
    unsafe { Buf::from_ptr(buffer) }.ok_or(Failed)
}

/// Bytes of the program's.
///
/// # Safety
/// There are `n` of them, and they do not change for as long as they are used.
pub(super) unsafe fn bytes<'a>(data: *const c_void, n: usize) -> Result<&'a [u8], Failed> {
    if n == 0 {
        return Ok(&[]);
    }
    if data.is_null() || n > isize::MAX as usize {
        return Err(Failed);
    }
    // SAFETY: the caller's promise.
    Ok(unsafe { slice::from_raw_parts(data.cast(), n) })
}

/// What to search a buffer for. An absurd length counts as 0, as in the original; for one that the
/// buffer cannot hold, the bytes need not be there.
///
/// # Safety
/// As for [`bytes`].
pub(super) unsafe fn needle<'a>(
    buf: Buf,
    data: *const c_void,
    n: usize,
) -> Result<&'a [u8], Failed> {
    if n > isize::MAX as usize {
        return Ok(&[]);
    }
    if n > buf.locked_len() {
        return Err(Failed);
    }
    // SAFETY: the caller's promise.
    unsafe { bytes(data, n) }
}

/// A length, where a negative one stands for all.
fn length_or_all(n: ev_ssize_t) -> Option<usize> {
    usize::try_from(n).ok()
}

impl evbuffer_ptr {
    const NOWHERE: Self = evbuffer_ptr {
        pos: -1,
        internal_: evbuffer_ptr_internal {
            chain: ptr::null_mut(),
            pos_in_chain: 0,
        },
    };

    fn from_position(at: Option<Position>) -> Self {
        at.map_or(Self::NOWHERE, |at| evbuffer_ptr {
            pos: at.pos as ev_ssize_t,
            internal_: evbuffer_ptr_internal {
                chain: at.chain.map_or(ptr::null_mut(), Chain::as_ptr),
                pos_in_chain: at.in_chain,
            },
        })
    }

    /// The position that a program hands over, if it is one.
    ///
    /// # Safety
    /// `at` is NULL or a position in a buffer that has not changed since.
    unsafe fn position(at: *const evbuffer_ptr) -> Option<Result<Position, Failed>> {
        // SAFETY: the caller's promise.
        let at = unsafe { at.as_ref() }?;
        Some(match usize::try_from(at.pos) {
            Err(_) => Err(Failed),
            Ok(pos) => Ok(Position {
                pos,
                // SAFETY: `from_position` stored it, and the buffer has not changed.
                chain: unsafe { Chain::from_ptr(at.internal_.chain) },
                in_chain: at.internal_.pos_in_chain,
            }),
        })
    }
}

fn line_end(style: enum_evbuffer_eol_style) -> Option<LineEnd> {
    Some(match style {
        0 => LineEnd::Any,
        1 => LineEnd::LfOrCrlf,
        2 => LineEnd::Crlf,
        3 => LineEnd::Lf,
        4 => LineEnd::Nul,
        _ => return None,
    })
}

// ---- Buffers

/// Makes an empty buffer. NULL if out of memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_new() -> *mut evbuffer {
    Buf::new().map_or(ptr::null_mut(), Buf::as_ptr)
}

/// Frees a buffer and what is in it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_free(buf: *mut evbuffer) {
    // SAFETY: the buffer comes from the program, which vouches for it.
    if let Some(buf) = unsafe { Buf::from_ptr(buf) } {
        buf.free_from_program();
    }
}

/// Gives a buffer a lock, so that several threads can use it: `lock`, made with the program's own
/// lock callbacks, or, if that is NULL, one of its own. Returns -1 if threading is not set up, the
/// buffer has a lock already or memory runs out.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_enable_locking(buf: *mut evbuffer, lock: *mut c_void) -> c_int {
    // SAFETY: buffer and lock come from the program, which vouches for them.
    status(unsafe { self::buf(buf).and_then(|buf| buf.enable_locking(lock)) })
}

/// Takes the lock of a buffer, if it has one. It may be taken several times.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_lock(buf: *mut evbuffer) {
    // SAFETY: the buffer comes from the program, which vouches for it.
    if let Some(buf) = unsafe { Buf::from_ptr(buf) } {
        buf.lock_until_told();
    }
}

/// Releases the lock that evbuffer_lock() took.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_unlock(buf: *mut evbuffer) {
    // SAFETY: the buffer comes from the program, which vouches for it.
    if let Some(buf) = unsafe { Buf::from_ptr(buf) } {
        buf.unlock();
    }
}

/// Sets flags of a buffer, of EVBUFFER_FLAG_ values.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_set_flags(buf: *mut evbuffer, flags: ev_uint64_t) -> c_int {
    // SAFETY: the buffer comes from the program, which vouches for it.
    status(unsafe { set_flags(buf, flags, true) })
}

/// Clears flags of a buffer, of EVBUFFER_FLAG_ values.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_clear_flags(buf: *mut evbuffer, flags: ev_uint64_t) -> c_int {
    // SAFETY: the buffer comes from the program, which vouches for it.
    status(unsafe { set_flags(buf, flags, false) })
}

/// # Safety
/// The buffer is NULL or was not freed.
unsafe fn set_flags(buffer: *mut evbuffer, flags: u64, on: bool) -> Result<(), Failed> {
    // SAFETY: the caller's promise.
    let buf = unsafe { buf(buffer)? };
    if flags & EVBUFFER_FLAG_DRAINS_TO_FD as u64 != 0 {
        buf.set_drains_to_fd(on);
    }
    Ok(())
}

/// How many bytes are in a buffer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_get_length(buf: *const evbuffer) -> usize {
    // SAFETY: the buffer comes from the program, which vouches for it.
    unsafe { self::buf(buf) }.map_or(0, Buf::locked_len)
}

/// How many bytes at the start of a buffer are in one piece.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_get_contiguous_space(buf: *const evbuffer) -> usize {
    // SAFETY: the buffer comes from the program, which vouches for it.
    unsafe { self::buf(buf) }.map_or(0, Buf::first_piece_len)
}

fn end(at_front: c_int) -> End {
    if at_front != 0 { End::Start } else { End::Back }
}

/// Forbids changes at one end of a buffer: removing from and putting before the start, if
/// `at_front` is not 0, else adding to the end.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_freeze(buf: *mut evbuffer, at_front: c_int) -> c_int {
    // SAFETY: the buffer comes from the program, which vouches for it.
    status(unsafe { self::buf(buf) }.map(|buf| {
        buf.set_frozen(end(at_front), true);
    }))
}

/// Allows again what evbuffer_freeze() forbade.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_unfreeze(buf: *mut evbuffer, at_front: c_int) -> c_int {
    // SAFETY: the buffer comes from the program, which vouches for it.
    status(unsafe { self::buf(buf) }.map(|buf| {
        buf.set_frozen(end(at_front), false);
    }))
}

// ---- Adding

/// Appends `datlen` bytes to a buffer. Returns 0, or -1 with nothing changed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_add(
    buf: *mut evbuffer,
    data: *const c_void,
    datlen: usize,
) -> c_int {
    // SAFETY: buffer and data come from the program, which vouches for them.
    status(unsafe { self::buf(buf).and_then(|buf| buf.add(bytes(data, datlen)?)) })
}

/// Puts `size` bytes before the first one of a buffer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_prepend(
    buf: *mut evbuffer,
    data: *const c_void,
    size: usize,
) -> c_int {
    // SAFETY: buffer and data come from the program, which vouches for them.
    status(unsafe { self::buf(buf).and_then(|buf| buf.prepend(bytes(data, size)?)) })
}

/// Moves all bytes of `inbuf` to the end of `outbuf`, without copying.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_add_buffer(outbuf: *mut evbuffer, inbuf: *mut evbuffer) -> c_int {
    // SAFETY: the buffers come from the program, which vouches for them.
    status(unsafe { buf(outbuf).and_then(|out| out.add_buffer(buf(inbuf)?)) })
}

/// Moves all bytes of `src` before the first one of `dst`, without copying.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_prepend_buffer(dst: *mut evbuffer, src: *mut evbuffer) -> c_int {
    // SAFETY: the buffers come from the program, which vouches for them.
    status(unsafe { buf(dst).and_then(|dst| dst.prepend_buffer(buf(src)?)) })
}

/// Appends the bytes of `inbuf` to `outbuf`, without copying: both have them then. Refused if
/// `inbuf` has such bytes itself, or parts of files.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_add_buffer_reference(
    outbuf: *mut evbuffer,
    inbuf: *mut evbuffer,
) -> c_int {
    // SAFETY: the buffers come from the program, which vouches for them.
    status(unsafe { buf(outbuf).and_then(|out| out.add_chains_of(buf(inbuf)?)) })
}

/// Appends the bytes of `n_vec` pieces of memory. Returns how many bytes that were.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_add_iovec(
    buffer: *mut evbuffer,
    vec: *mut evbuffer_iovec,
    n_vec: c_int,
) -> usize {
    // SAFETY: buffer and pieces come from the program, which vouches for them.
    unsafe {
        match (buf(buffer), pieces(vec, n_vec)) {
            (Ok(buf), Ok(pieces)) => buf.add_pieces(pieces),
            _ => 0,
        }
    }
}

/// # Safety
/// There are so many pieces, or `vec` is NULL.
unsafe fn pieces<'a>(
    vec: *mut evbuffer_iovec,
    n: c_int,
) -> Result<&'a mut [evbuffer_iovec], Failed> {
    match usize::try_from(n) {
        Ok(0) => Ok(&mut []),
        // SAFETY: the caller's promise.
        Ok(n) if !vec.is_null() => Ok(unsafe { slice::from_raw_parts_mut(vec, n) }),
        _ => Err(Failed),
    }
}

/// Appends memory to a buffer without copying. It stays unchanged until `cleanupfn`, which may be
/// NULL, is called. On failure, -1, that is not called.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_add_reference(
    outbuf: *mut evbuffer,
    data: *const c_void,
    datlen: usize,
    cleanupfn: evbuffer_ref_cleanup_cb,
    cleanupfn_arg: *mut c_void,
) -> c_int {
    // SAFETY: the caller's promise is the same.
    unsafe { evbuffer_reference(outbuf, data, 0, datlen, cleanupfn, cleanupfn_arg) }
}

/// As evbuffer_add_reference(), for the `datlen` bytes of `data` from `offset` on; `cleanupfn` is told
/// of `data` and `offset + datlen`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_add_reference_with_offset(
    outbuf: *mut evbuffer,
    data: *const c_void,
    offset: usize,
    datlen: usize,
    cleanupfn: evbuffer_ref_cleanup_cb,
    cleanupfn_arg: *mut c_void,
) -> c_int {
    // SAFETY: the caller's promise is the same.
    unsafe { evbuffer_reference(outbuf, data, offset, datlen, cleanupfn, cleanupfn_arg) }
}

/// # Safety
/// The buffer is NULL or was not freed; the bytes stay until the cleanup.
unsafe fn evbuffer_reference(
    outbuf: *mut evbuffer,
    data: *const c_void,
    offset: usize,
    len: usize,
    cleanup: evbuffer_ref_cleanup_cb,
    extra: *mut c_void,
) -> c_int {
    let Some(len) = offset.checked_add(len) else {
        return -1;
    };
    let reference = Reference {
        data,
        len,
        cleanup,
        extra,
    };
    // SAFETY: the caller's promise.
    status(unsafe { buf(outbuf).and_then(|buf| buf.add_reference(reference, offset)) })
}

// variadic.c defines it: Rust has no stable way to.
#[expect(
    improper_ctypes,
    reason = "C only passes the pointer to a buffer on; the layout is not its business"
)]
unsafe extern "C" {
    /// Appends formatted text. Returns its length in bytes, or -1.
    pub fn evbuffer_add_printf(buf: *mut evbuffer, format: *const c_char, ...) -> c_int;
}

/// evbuffer_add_printf() with the arguments in a va_list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_add_vprintf(
    buf: *mut evbuffer,
    format: *const c_char,
    ap: va_list,
) -> c_int {
    // SAFETY: the text goes where there is so much room; format and arguments are the program's.
    let write = |text: NonNull<u8>, room| unsafe {
        evbuffer_format(text.as_ptr().cast(), room, format, ap)
    };
    // SAFETY: the buffer comes from the program, which vouches for it.
    unsafe { self::buf(buf) }
        .and_then(|buf| buf.add_text(write))
        .map_or(-1, |len| len as c_int)
}

// ---- Files

/// Appends `length` bytes of a file from `offset` on, or, if that is -1, all from there. The file is
/// closed when the bytes are gone; on failure it is not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_add_file(
    outbuf: *mut evbuffer,
    fd: c_int,
    offset: ev_off_t,
    length: ev_off_t,
) -> c_int {
    // SAFETY: the buffer comes from the program, which vouches for it.
    let buf = unsafe { buf(outbuf) };
    status(buf.and_then(|buf| buf.add_file(fd, offset, file_length(length)?)))
}

/// A length in a file: -1 stands for all that there is.
fn file_length(length: ev_off_t) -> Result<Option<ev_off_t>, Failed> {
    match length {
        -1 => Ok(None),
        ..-1 => Err(Failed),
        length => Ok(Some(length)),
    }
}

/// Makes a segment of a file: `length` bytes from `offset` on, or, if that is -1, up to the file's
/// size. `flags` are of EVBUF_FS_ values. NULL on failure, and the file stays open then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_file_segment_new(
    fd: c_int,
    offset: ev_off_t,
    length: ev_off_t,
    flags: c_uint,
) -> *mut evbuffer_file_segment {
    let flags = SegmentFlags::from_bits_retain(flags);
    file_length(length)
        .and_then(|length| Segment::new(fd, offset, length, flags))
        .map_or(ptr::null_mut(), Segment::as_ptr)
}

/// Gives a segment up. It is freed when no buffer has bytes of it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_file_segment_free(seg: *mut evbuffer_file_segment) {
    // SAFETY: the segment comes from the program, which vouches for it.
    if let Some(segment) = unsafe { Segment::from_ptr(seg) } {
        segment.release();
    }
}

/// Sets a function that is called when a segment is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_file_segment_add_cleanup_cb(
    seg: *mut evbuffer_file_segment,
    cb: evbuffer_file_segment_cleanup_cb,
    arg: *mut c_void,
) {
    // SAFETY: the segment comes from the program, which vouches for it.
    if let Some(segment) = unsafe { Segment::from_ptr(seg) } {
        segment.set_cleanup(cb, arg);
    }
}

/// Appends `length` bytes of a segment from `offset` on, or, if that is -1, all from there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evbuffer_add_file_segment(
    buf: *mut evbuffer,
    seg: *mut evbuffer_file_segment,
    offset: ev_off_t,
    length: ev_off_t,
) -> c_int {
    // SAFETY: buffer and segment come from the program, which vouches for them.
    let (buf, segment) = unsafe { (self::buf(buf), Segment::from_ptr(seg).ok_or(Failed)) };
    status(buf.and_then(|buf| buf.add_segment(segment?, offset, (length >= 0).then_some(length))))
}
