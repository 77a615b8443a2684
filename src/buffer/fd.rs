//! Between a buffer and a file descriptor.

use std::ffi::c_int;
use std::ptr::NonNull;

use super::{Blocks, Buf, Change, End, Segment};
use crate::ffi::buffer::evbuffer_iovec;
use crate::rt::sigpipe::without_sigpipe;

/// How many blocks one writev(2) takes.
const MAX_PIECES: usize = 128;
const FEW_PIECES: usize = 4;

/// What there was room for.
enum Pieces {
    /// So many are all.
    All(usize),
    /// There are more.
    First,
}
/// How many blocks one readv(2) fills.
const READ_PIECES: usize = 4;

const SEND_FLAGS: c_int = libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL;

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
    fn of(result: isize) -> Self {
        usize::try_from(result).map_or(Transfer::Failed, Transfer::Done)
    }
}

/// The system calls that move bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Calls {
    /// read(2) and write(2), which any file understands.
    File,
    /// recv(2) and send(2), which are quicker and do not block. No SIGPIPE is raised.
    Socket,
}

impl Calls {
    /// Reads at most `n` bytes.
    ///
    /// # Safety
    /// `n` bytes at `to` are writable.
    #[inline]
    pub(super) unsafe fn read(self, fd: c_int, to: NonNull<u8>, n: usize) -> Transfer {
        let to = to.as_ptr().cast();
        // SAFETY: the caller's promise.
        Transfer::of(unsafe {
            match self {
                Calls::File => libc::read(fd, to, n),
                Calls::Socket => libc::recv(fd, to, n, libc::MSG_DONTWAIT),
            }
        })
    }

    #[inline]
    fn write(self, fd: c_int, bytes: &[u8]) -> Transfer {
        let (from, n) = (bytes.as_ptr().cast(), bytes.len());
        // SAFETY: the bytes are readable.
        Transfer::of(unsafe {
            match self {
                Calls::File => libc::write(fd, from, n),
                Calls::Socket => libc::send(fd, from, n, SEND_FLAGS),
            }
        })
    }

    /// Sends `n` bytes of a segment from `skip` on.
    #[inline(never)]
    fn send_file(self, fd: c_int, segment: Segment, skip: usize, n: usize) -> Transfer {
        let send = || segment.send(fd, skip, n);
        Transfer::of(match self {
            Calls::File => send(),
            Calls::Socket => without_sigpipe(send),
        })
    }

    /// # Safety
    /// The pieces are readable.
    unsafe fn write_pieces(self, fd: c_int, pieces: &mut [evbuffer_iovec]) -> Transfer {
        let (first, n) = (pieces.as_mut_ptr(), pieces.len());
        // SAFETY: the caller's promise; all zeroes is a message without anything.
        Transfer::of(unsafe {
            match self {
                Calls::File => libc::writev(fd, first, n as c_int),
                Calls::Socket => {
                    let mut message: libc::msghdr = std::mem::zeroed();
                    message.msg_iov = first;
                    message.msg_iovlen = n;
                    libc::sendmsg(fd, &message, SEND_FLAGS)
                }
            }
        })
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
        if self.check_fits(n).is_err() || self.make_room(n, READ_PIECES).is_err() {
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
            Ok(()) => self.send(Calls::File, fd, n, None),
            Err(_) => Transfer::Refused,
        }
    }

    /// The same; that nobody else may remove does not matter. Blocks that are worth it are kept in
    /// `blocks`.
    pub(crate) fn send(
        self,
        calls: Calls,
        fd: c_int,
        n: usize,
        blocks: Option<&Blocks>,
    ) -> Transfer {
        let _lock = self.lock();
        let n = n.min(self.len());
        if n == 0 {
            return Transfer::Refused;
        }
        let Some(first) = self.first_with_data() else {
            return Transfer::Refused;
        };
        let result = if let Some((segment, offset)) = first.file() {
            calls.send_file(fd, segment, offset, first.len().min(n))
        } else if first.len() >= n {
            // SAFETY: the buffer is locked.
            calls.write(fd, &unsafe { first.bytes() }[..n])
        } else {
            self.write_chains(calls, fd, n)
        };
        if let Transfer::Done(n) = result
            && n > 0
        {
            self.discard_sent(n, blocks);
        }
        result
    }

    /// Removes the first `n` bytes, or all if there are fewer: they have been sent, and it does not matter that nobody
    /// else may remove any.
    pub(crate) fn drop_sent(self, n: usize, blocks: Option<&Blocks>) {
        let _lock = self.lock();
        let n = n.min(self.len());
        if n > 0 {
            self.discard_sent(n, blocks);
        }
    }

    /// The blocks that had no others serve again.
    #[inline]
    fn discard_sent(self, n: usize, blocks: Option<&Blocks>) {
        match blocks {
            Some(blocks) => self.discard_with(n, blocks),
            None => self.discard(n),
        }
        self.changed(Change::deleted(n));
    }

    #[inline(never)]
    fn write_chains(self, calls: Calls, fd: c_int, n: usize) -> Transfer {
        // Mostly there are few.
        let mut few = [NO_PIECE; FEW_PIECES];
        let mut many;
        let pieces = match self.pieces(n, &mut few) {
            Pieces::All(used) => &mut few[..used],
            Pieces::First => {
                many = [NO_PIECE; MAX_PIECES];
                let used = match self.pieces(n, &mut many) {
                    Pieces::All(used) => used,
                    Pieces::First => MAX_PIECES,
                };
                &mut many[..used]
            }
        };
        // SAFETY: the buffer is locked.
        unsafe { calls.write_pieces(fd, pieces) }
    }

    /// Where the first `n` bytes are, up to a part of a file.
    fn pieces(self, n: usize, pieces: &mut [evbuffer_iovec]) -> Pieces {
        let (mut used, mut left) = (0, n);
        for chain in self.chains() {
            if left == 0 || chain.file().is_some() {
                break;
            }
            let Some(piece) = pieces.get_mut(used) else {
                return Pieces::First;
            };
            let len = chain.len().min(left);
            piece.iov_base = chain.data().as_ptr().cast();
            piece.iov_len = len;
            left -= len;
            used += 1;
        }
        Pieces::All(used)
    }
}

/// How many bytes can be read from `fd` now, if the kernel knows, and there are any.
fn readable(fd: c_int) -> Option<usize> {
    let mut n: c_int = 0;
    // SAFETY: the kernel writes an int there.
    let result = unsafe { libc::ioctl(fd, libc::FIONREAD, &mut n) };
    usize::try_from(n).ok().filter(|n| result == 0 && *n > 0)
}
