//! What is below TLS, as rustls writes to it.

use std::ffi::c_int;
use std::io::{self, IoSlice};

use event_tls_core::bufferevent;
use event_tls_core::moving::{self, Moved};

/// A socket, which is none if it is negative, or a bufferevent.
///
/// INVARIANT: a bufferevent outlives TLS on top of it.
#[derive(Clone, Copy)]
pub(crate) enum Below {
    Socket(c_int),
    Bufferevent(*mut bufferevent),
}

impl Below {
    /// Reads.
    ///
    /// # Safety
    /// There is room for `len` bytes.
    pub(crate) unsafe fn take(self, to: *mut u8, len: usize) -> Moved {
        // SAFETY: the caller's promise, and the invariant.
        unsafe {
            match self {
                Below::Socket(fd) => moving::receive(fd, to.cast(), len),
                Below::Bufferevent(bev) => moving::take(bev, to.cast(), len),
            }
        }
    }

    fn give(self, pieces: &[IoSlice<'_>]) -> Moved {
        match self {
            Below::Socket(fd) => moving::send_pieces(fd, pieces),
            Below::Bufferevent(bev) => give(bev, pieces),
        }
    }
}

/// Adds pieces to a bufferevent's output, as far as there is room.
fn give(bev: *mut bufferevent, pieces: &[IoSlice<'_>]) -> Moved {
    let mut total = 0;
    for piece in pieces.iter().filter(|piece| !piece.is_empty()) {
        // SAFETY: there are so many bytes; the invariant.
        match unsafe { moving::give(bev, piece.as_ptr().cast(), piece.len()) } {
            Moved::Bytes(n) => {
                total += n;
                if n < piece.len() {
                    break;
                }
            }
            obstacle if total == 0 => return obstacle,
            // It shows again.
            _ => break,
        }
    }
    Moved::Bytes(total)
}

impl io::Write for Below {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_vectored(&[IoSlice::new(bytes)])
    }

    fn write_vectored(&mut self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        match self.give(pieces) {
            Moved::Bytes(n) => Ok(n),
            Moved::NotNow => Err(io::ErrorKind::WouldBlock.into()),
            Moved::Failed => Err(io::Error::last_os_error()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
