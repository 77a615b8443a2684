//! Moving bytes between a socket and the buffers of its bufferevent.
//!
//! This is the one place where bufferevents read and write. Whoever brings another way to do it, such
//! as one that is told of completed transfers, puts it behind these two functions.

use std::ffi::c_int;

use super::{Bev, Failed};
use crate::buffer::{Calls, Transfer};
use crate::rt::mm;

impl Bev {
    /// Reads at most `n` bytes into the input, with one system call.
    #[inline]
    pub(super) fn receive(self, fd: c_int, n: usize) -> Transfer {
        match self.base() {
            Some(base) => {
                let attempt = || (self.input()).receive(self.calls.get(), fd, n, base.blocks());
                match attempt() {
                    Transfer::Failed if self.is_found_out() => attempt(),
                    result => result,
                }
            }
            None => Transfer::Refused,
        }
    }

    /// Writes at most `n` bytes of the output, with one system call.
    #[inline]
    pub(super) fn send(self, fd: c_int, n: usize) -> Transfer {
        let base = self.base();
        let blocks = base.as_ref().map(|base| base.blocks());
        let attempt = || (self.output()).send(self.calls.get(), fd, n, blocks);
        match attempt() {
            Transfer::Failed if self.is_found_out() => {
                if self.blocks() {
                    // A socket was not asked that.
                    mm::set_errno(libc::EAGAIN);
                    return Transfer::Failed;
                }
                attempt()
            }
            result => result,
        }
    }

    /// Whether the last transfer failed because the fd, which was taken for a socket, is none.
    #[cold]
    fn is_found_out(self) -> bool {
        let no_socket = self.calls.get() == Calls::Socket && mm::errno() == libc::ENOTSOCK;
        if no_socket {
            self.calls.set(Calls::File);
        }
        no_socket
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
}
