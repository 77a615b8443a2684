//! C strings in the library's memory.

use std::ffi::{CStr, c_char};
use std::fmt::{self, Write};
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

    /// The bytes up to the first NUL.
    pub(crate) fn as_c_str(&self) -> &CStr {
        // SAFETY: the invariant.
        unsafe { CStr::from_ptr(self.as_ptr()) }
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

/// A number in decimal digits. Formatting it would take several times as long.
pub(crate) struct Digits {
    bytes: [u8; 20],
    start: usize,
}

impl Digits {
    pub(crate) fn new(mut number: u64) -> Self {
        let (mut bytes, mut start) = ([0; 20], 20);
        loop {
            start -= 1;
            bytes[start] = b'0' + (number % 10) as u8;
            number /= 10;
            if number == 0 {
                return Digits { bytes, start };
            }
        }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[self.start..]
    }
}

/// A short text on the stack, of at most `N` bytes.
pub(crate) struct Short<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> Short<N> {
    /// What is written so; nothing of a piece for which there is no room, nor of what follows.
    pub(crate) fn new(text: fmt::Arguments<'_>) -> Self {
        let mut short = Short {
            bytes: [0; N],
            len: 0,
        };
        let _ = short.write_fmt(text);
        short
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

impl<const N: usize> fmt::Write for Short<N> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.len + text.len();
        let room = self.bytes.get_mut(self.len..end).ok_or(fmt::Error)?;
        room.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits() {
        for number in [0, 7, 10, 200, u64::MAX] {
            assert_eq!(
                Digits::new(number).as_bytes(),
                number.to_string().as_bytes()
            );
        }
    }
}
