//! Between a buffer and a file descriptor.

use std::ffi::c_int;

use super::{Blocks, Buf, Change, End};
use crate::ffi::buffer::evbuffer_iovec;

/// How many blocks one writev(2) takes.
const MAX_PIECES: usize = 128;
/// How many blocks one readv(2) fills.
const READ_PIECES: usize = 4;

const NO_PIECE: evbuffer_iovec = evbuffer_iovec {
    iov_base: std::ptr::null_mut(),
    iov_len: 0,
};

/// How a read or write ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Transfer {
    /// So many bytes went; 0 when reading is the end of the file.
    Done(usize),
    /// The system call failed; `errno` says why.
    Failed,
    /// Nothing was tried: nothing is to be written, the buffer is frozen, or there is no memory.
    Refused,
}

impl Transfer {
    pub(super) fn of(result: isize) -> Self {
        usize::try_from(result).map_or(Transfer::Failed, Transfer::Done)
    }
}

impl Buf {
    /// Reads at most `n` bytes from `fd` to the end. The kernel is asked first how many there are, so
    /// that a short message takes no large block.
    pub(crate) fn read_from(self, fd: c_int, n: usize) -> Transfer {
        let _lock = self.lock();
        if self.check_not_frozen(End::Back).is_err() {
            return Transfer::Refused;
        }
        let n = readable(fd).map_or(n, |there| n.min(there));
        if self.make_room(n, READ_PIECES).is_err() {
            return Transfer::Refused;
        }
        let mut pieces = [NO_PIECE; READ_PIECES];
        let mut left = n;
        for (piece, chain) in pieces.iter_mut().zip(self.chains_with_room()) {
            *piece = evbuffer_iovec {
                iov_base: chain.tail().as_ptr().cast(),
                iov_len: chain.room().min(left),
            };
            left -= piece.iov_len;
        }
        // SAFETY: the pieces are writable, or empty.
        let result =
            Transfer::of(unsafe { libc::readv(fd, pieces.as_ptr(), READ_PIECES as c_int) });
        if let Transfer::Done(got @ 1..) = result {
            let mut left = got;
            for (piece, chain) in pieces.iter().zip(self.chains_with_room()) {
                let here = piece.iov_len.min(left);
                self.grow_chain(chain, here);
                left -= here;
            }
            self.changed(Change::added(got));
        }
        result
    }

    /// Writes the first bytes to `fd`, at most `n`, with one system call, and removes what went.
    pub(crate) fn write_to(self, fd: c_int, n: usize) -> Transfer {
        let _lock = self.lock();
        match self.check_not_frozen(End::Start) {
            Ok(()) => self.send(fd, n, None),
            Err(_) => Transfer::Refused,
        }
    }

    /// The same; that nobody else may remove does not matter. Blocks that are worth it are kept in
    /// `blocks`.
    pub(crate) fn send(self, fd: c_int, n: usize, blocks: Option<&Blocks>) -> Transfer {
        let _lock = self.lock();
        let n = n.min(self.len());
        if n == 0 {
            return Transfer::Refused;
        }
        while let Some(empty) = self.first.get().filter(|first| first.is_empty()) {
            self.drop_first(empty);
        }
        let Some(first) = self.first.get() else {
            return Transfer::Refused;
        };
        let result = if let Some((segment, offset)) = first.file() {
            Transfer::of(segment.send(fd, offset, first.len().min(n)))
        } else if first.len() >= n {
            // SAFETY: so many bytes are readable there.
            Transfer::of(unsafe { libc::write(fd, first.data().as_ptr().cast(), n) })
        } else {
            self.write_chains(fd, n)
        };
        if let Transfer::Done(n) = result
            && n > 0
        {
            match blocks {
                Some(blocks) if n >= first.len() => self.discard_to(n, |chain| blocks.keep(chain)),
                _ => self.discard(n),
            }
            self.changed(Change::deleted(n));
        }
        result
    }

    fn write_chains(self, fd: c_int, n: usize) -> Transfer {
        let mut pieces = [NO_PIECE; MAX_PIECES];
        let mut used = 0;
        let mut left = n;
        for chain in self.chains() {
            if left == 0 || used == MAX_PIECES || chain.file().is_some() {
                break;
            }
            let len = chain.len().min(left);
            pieces[used] = evbuffer_iovec {
                iov_base: chain.data().as_ptr().cast(),
                iov_len: len,
            };
            left -= len;
            used += 1;
        }
        // SAFETY: the pieces are readable.
        Transfer::of(unsafe { libc::writev(fd, pieces.as_ptr(), used as c_int) })
    }
}

/// How many bytes can be read from `fd` now, if the kernel knows, and there are any.
fn readable(fd: c_int) -> Option<usize> {
    let mut n: c_int = 0;
    // SAFETY: the kernel writes an int there.
    let result = unsafe { libc::ioctl(fd, libc::FIONREAD, &mut n) };
    usize::try_from(n).ok().filter(|n| result == 0 && *n > 0)
}
