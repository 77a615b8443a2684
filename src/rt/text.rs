//! C strings in the library's memory.

use std::ffi::{CStr, c_char};
use std::ptr::{self, NonNull};
use std::slice;

use super::mm::{self, OutOfMemory};

/// A C string in memory of its own.
///
/// INVARIANT: `start` is a block of `mm` that holds `len` bytes and a NUL. There may be NULs before it.
pub(crate) struct Text {
    start: NonNull<u8>,
    len: usize,
}

impl Text {
    pub(crate) fn new(bytes: &[u8]) -> Result<Self, OutOfMemory> {
        Self::joined(&[bytes])
    }

    /// The parts, one after the other.
    pub(crate) fn joined(parts: &[&[u8]]) -> Result<Self, OutOfMemory> {
        let len = parts.iter().map(|part| part.len()).sum();
        Self::filled(len, |mut room| {
            for part in parts {
                let (start, rest) = room.split_at_mut(part.len());
                start.copy_from_slice(part);
                room = rest;
            }
        })
    }

    /// A text of a known length, whose bytes, zeroes at first, `fill` sets.
    pub(crate) fn filled(len: usize, fill: impl FnOnce(&mut [u8])) -> Result<Self, OutOfMemory> {
        let size = len.checked_add(1).ok_or(OutOfMemory)?;
        let start = mm::malloc(size).ok_or(OutOfMemory)?.cast::<u8>();
        // SAFETY: the block has `size` bytes, and nobody else knows it.
        unsafe {
            start.write_bytes(0, size);
            fill(slice::from_raw_parts_mut(start.as_ptr(), len));
        }
        Ok(Text { start, len })
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        // SAFETY: the invariant.
        unsafe { slice::from_raw_parts(self.start.as_ptr(), self.len) }
    }

    pub(crate) fn as_ptr(&self) -> *const c_char {
        self.start.as_ptr().cast()
    }

    /// Gives the text up, to be freed by who gets it.
    pub(crate) fn into_raw(self) -> *mut c_char {
        std::mem::ManuallyDrop::new(self).start.as_ptr().cast()
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        // SAFETY: the invariant.
        unsafe { mm::free(self.start.as_ptr().cast()) };
    }
}

/// The bytes of a C string; none for null.
///
/// # Safety
/// `text` is null or a string that stays as it is meanwhile.
pub(crate) unsafe fn bytes<'a>(text: *const c_char) -> Option<&'a [u8]> {
    // SAFETY: the caller's promise.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_bytes())
}

/// As C has it: the pointer, or null.
pub(crate) fn pointer(text: Option<&Text>) -> *const c_char {
    text.map_or(ptr::null(), Text::as_ptr)
}
