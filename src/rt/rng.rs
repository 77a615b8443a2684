//! Random bytes that cannot be guessed: the kernel's.

use std::cell::Cell;
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

/// Random bytes that are asked for in advance, since each question to the kernel takes its time.
pub(crate) struct Pool {
    bytes: [Cell<u8>; 256],
    /// How many of them, at the end, were not given out yet.
    left: Cell<usize>,
    /// The process that asked: another one must not give out the same bytes after a fork.
    process: Cell<libc::pid_t>,
}

impl Pool {
    pub(crate) const fn new() -> Self {
        Pool {
            bytes: [const { Cell::new(0) }; 256],
            left: Cell::new(0),
            process: Cell::new(0),
        }
    }

    /// Gives bytes that nobody else gets: 256 at most.
    pub(crate) fn take(&self, bytes: &mut [u8]) {
        // SAFETY: getpid cannot fail.
        let process = unsafe { libc::getpid() };
        if self.left.get() < bytes.len() || self.process.get() != process {
            let mut fresh = [0; 256];
            fill(&mut fresh);
            for (cell, byte) in self.bytes.iter().zip(fresh) {
                cell.set(byte);
            }
            self.left.set(fresh.len());
            self.process.set(process);
        }
        let start = self.bytes.len() - self.left.get();
        self.left.set(self.left.get() - bytes.len());
        for (byte, cell) in bytes.iter_mut().zip(&self.bytes[start..]) {
            // What was given out is not kept.
            *byte = cell.replace(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_bytes_twice() {
        let pool = Pool::new();
        let take = || {
            let mut bytes = [0; 16];
            pool.take(&mut bytes);
            bytes
        };
        let taken: Vec<[u8; 16]> = (0..100).map(|_| take()).collect();
        for (i, bytes) in taken.iter().enumerate() {
            assert!(*bytes != [0; 16] && !taken[..i].contains(bytes));
        }
    }
}
