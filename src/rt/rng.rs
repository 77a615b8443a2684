//! Random bytes that cannot be guessed: the kernel's.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read};
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// getrandom(2), which waits until the kernel has entropy.
struct Kernel;

impl Read for Kernel {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // SAFETY: the buffer is writable for its length.
        let n = unsafe { libc::getrandom(buffer.as_mut_ptr().cast(), buffer.len(), 0) };
        usize::try_from(n).map_err(|_| io::Error::last_os_error())
    }
}

/// Fills `buffer`. Old kernels do not know getrandom(2), and sandboxes may forbid it: then there is the device.
pub(crate) fn fill(buffer: &mut [u8]) {
    let filled = Kernel
        .read_exact(buffer)
        .or_else(|_| File::open("/dev/urandom")?.read_exact(buffer));
    if filled.is_err() {
        super::log::fatal(1, format_args!("getrandom: no random numbers to be had"));
    }
}

/// Random bytes that are asked for in advance, since each question to the kernel takes its time.
pub(crate) struct Pool {
    bytes: [Cell<u8>; 256],
    /// How many of them, at the end, were not given out yet.
    left: Cell<usize>,
    /// How often the process had been forked then: a child must not give out the same bytes.
    forks: Cell<u32>,
}

/// How many forks have led to this process.
static FORKS: AtomicU32 = AtomicU32::new(0);

extern "C" fn count_fork() {
    FORKS.fetch_add(1, Relaxed);
}

impl Pool {
    pub(crate) fn new() -> Self {
        static COUNTED: Once = Once::new();
        // It fails only where there is no memory at all.
        // SAFETY: all that the handler does may be done after a fork.
        COUNTED.call_once(|| unsafe {
            libc::pthread_atfork(None, None, Some(count_fork));
        });
        Pool {
            bytes: [const { Cell::new(0) }; 256],
            left: Cell::new(0),
            forks: Cell::new(0),
        }
    }

    /// Gives bytes that nobody else gets: 256 at most.
    pub(crate) fn take(&self, bytes: &mut [u8]) {
        let forks = FORKS.load(Relaxed);
        if self.left.get() < bytes.len() || self.forks.get() != forks {
            let mut fresh = [0; 256];
            fill(&mut fresh);
            for (cell, byte) in self.bytes.iter().zip(fresh) {
                cell.set(byte);
            }
            self.left.set(fresh.len());
            self.forks.set(forks);
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
