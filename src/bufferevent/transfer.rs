//! Moving bytes between a socket and the buffers of its bufferevent.
//!
//! This is the one place where bufferevents read and write. Whoever brings another way to do it, such
//! as one that is told of completed transfers, puts it behind these two functions.

use std::ffi::c_int;

use super::{Bev, Failed};
use crate::buffer::Transfer;

impl Bev {
    /// Reads at most `n` bytes into the input, with one system call.
    #[inline]
    pub(super) fn receive(self, fd: c_int, n: usize) -> Transfer {
        match self.base() {
            Some(base) => self.input().receive(fd, n, base.blocks()),
            None => Transfer::Refused,
        }
    }

    /// Writes at most `n` bytes of the output, with one system call.
    #[inline]
    pub(super) fn send(self, fd: c_int, n: usize) -> Transfer {
        let base = self.base();
        let blocks = base.as_ref().map(|base| base.blocks());
        self.output().send(fd, n, blocks)
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
