//! Moving bytes between a socket and the buffers of its bufferevent.
//!
//! This is the one place where bufferevents read and write. Whoever brings another way to do it, such
//! as one that is told of completed transfers, puts it behind these two functions.

use std::ffi::c_int;
use std::ptr::NonNull;

use super::{Bev, Failed};
use crate::buffer::{Calls, Transfer};
use crate::rt::mm;

impl Bev {
    /// Reads at most `n` bytes into the input, with one system call.
    #[inline]
    pub(super) fn receive(self, fd: c_int, n: usize) -> Transfer {
        let Some(base) = self.base() else {
            return Transfer::Refused;
        };
        loop {
            let result = self.input().receive(self.calls.get(), fd, n, base.blocks());
            if result != Transfer::Failed || !self.is_no_socket() {
                return result;
            }
        }
    }

    /// Writes at most `n` bytes of the output, with one system call.
    #[inline]
    pub(super) fn send(self, fd: c_int, n: usize) -> Transfer {
        let base = self.base();
        let blocks = base.as_ref().map(|base| base.blocks());
        loop {
            let result = self.output().send(self.calls.get(), fd, n, blocks);
            if result != Transfer::Failed || !self.is_no_socket() {
                return result;
            }
            if self.blocks() {
                // The kernel has to be asked first.
                mm::set_errno(libc::EAGAIN);
                return Transfer::Failed;
            }
        }
    }

    /// Whether the last transfer failed since the fd is no socket, as which it was taken.
    #[cold]
    fn is_no_socket(self) -> bool {
        let found_out = self.calls.get() == Calls::Socket && mm::errno() == libc::ENOTSOCK;
        if found_out {
            self.calls.set(Calls::File);
        }
        found_out
    }

    /// Appends what the program writes to the output.
    #[inline]
    pub(crate) fn write(self, bytes: &[u8]) -> Result<(), Failed> {
        if let Some(base) = self.base()
            && let Some(blocks) = base.blocks_in_loop()
        {
            return Ok(self.output().add_with(bytes, blocks)?);
        }
        Ok(self.output().add(bytes)?)
    }

    /// Removes the first bytes of the input to `to`, `n` or as many as there are; gives how many.
    ///
    /// # Safety
    /// `n` bytes at `to` are writable and not the input's.
    #[inline]
    pub(crate) unsafe fn read(self, to: NonNull<u8>, n: usize) -> Result<usize, Failed> {
        let base = self.base();
        let blocks = base.as_ref().and_then(|base| base.blocks_in_loop());
        // SAFETY: the caller's promise.
        Ok(unsafe {
            match blocks {
                Some(blocks) => self.input().remove_with(to, n, blocks),
                None => self.input().remove(to, n),
            }
        }?)
    }
}
