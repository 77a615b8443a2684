//! Reading more from a socket than OpenSSL asks for.
//!
//! OpenSSL has room for one record, and asks for no more. When it gets as much as it asks for, there is likely more,
//! so the next call reads that, too.

use std::cell::Cell;
use std::ffi::c_int;

use crate::spare::{self, Spare};
use event_tls_core::moving::{self, Moved};

/// With what OpenSSL asks for: four full records, with what encryption adds.
const MOST: usize = 3 * (16384 + 256);

thread_local! {
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}
static ROOM: &Spare = &SPARE;

/// What was read ahead.
#[derive(Default)]
pub(crate) struct Ahead {
    /// It has no room when all of it is taken.
    bytes: Cell<Vec<u8>>,
    taken: Cell<usize>,
    /// Whether there was as much as asked for, the last time that there was something.
    is_likely: Cell<bool>,
}

impl Ahead {
    /// Reads from what was read ahead, or else from the socket.
    ///
    /// # Safety
    /// There is room for `len` bytes.
    pub(crate) unsafe fn read(&self, fd: c_int, to: *mut u8, len: usize) -> Moved {
        if self.unread() > 0 {
            // SAFETY: the caller's promise.
            return Moved::Bytes(unsafe { self.take(to, len) });
        }
        let moved = match self.room() {
            // SAFETY: as above.
            Some(room) => unsafe { self.receive_more(fd, to, len, room) },
            // SAFETY: as above.
            None => unsafe { moving::receive(fd, to.cast(), len) },
        };
        if let Moved::Bytes(n) = moved {
            self.is_likely.set(n == len);
        }
        moved
    }

    /// Room to read ahead, if that is likely of use.
    fn room(&self) -> Option<Vec<u8>> {
        self.is_likely
            .get()
            .then(|| spare::take(ROOM, MOST))
            .flatten()
    }

    /// Reads to `to`, and what is beyond that to `room`.
    ///
    /// # Safety
    /// There is room for `len` bytes.
    unsafe fn receive_more(&self, fd: c_int, to: *mut u8, len: usize, mut room: Vec<u8>) -> Moved {
        // SAFETY: the caller's promise.
        let moved = unsafe { moving::receive_beyond(fd, to.cast(), len, &mut room) };
        match room.is_empty() {
            true => spare::put(ROOM, room),
            false => self.bytes.set(room),
        }
        moved
    }

    /// Takes from what was read ahead.
    ///
    /// # Safety
    /// There is room for `len` bytes.
    unsafe fn take(&self, to: *mut u8, len: usize) -> usize {
        let bytes = self.bytes.take();
        let left = &bytes[self.taken.get()..];
        let n = left.len().min(len);
        // SAFETY: the caller's promise.
        unsafe { left.as_ptr().copy_to_nonoverlapping(to, n) };
        if n < left.len() {
            self.taken.update(|taken| taken + n);
            self.bytes.set(bytes);
        } else {
            self.taken.set(0);
            spare::put(ROOM, bytes);
        }
        n
    }

    /// How many bytes are left of what was read ahead.
    pub(crate) fn unread(&self) -> usize {
        let bytes = self.bytes.take();
        let unread = bytes.len() - self.taken.get();
        self.bytes.set(bytes);
        unread
    }

    pub(crate) fn forget(&self) {
        self.bytes.set(Vec::new());
        self.taken.set(0);
        self.is_likely.set(false);
    }
}
