//! Random bytes that cannot be guessed: the kernel's.

use std::ffi::c_void;

use super::mm;

/// Fills `buffer`. Never fails: getrandom(2) waits until the kernel has entropy, and can then only
/// be interrupted.
pub(crate) fn fill(mut buffer: &mut [u8]) {
    while !buffer.is_empty() {
        // SAFETY: the buffer is writable for its length.
        let n = unsafe { libc::getrandom(buffer.as_mut_ptr().cast::<c_void>(), buffer.len(), 0) };
        match usize::try_from(n) {
            Ok(n) => buffer = &mut buffer[n..],
            Err(_) if mm::errno() == libc::EINTR => {}
            Err(_) => super::log::fatal(1, format_args!("getrandom: no random numbers to be had")),
        }
    }
}
