//! One connection: rustls, and moving its bytes.

use std::ffi::c_int;
use std::io::{self, BufRead, ErrorKind, Write};
use std::mem;
use std::ptr::NonNull;

use event_tls_core::moving::{Moved, errno};
use rustls::{Connection, Error, HandshakeKind};

use crate::ahead::Ahead;
use crate::below::Below;

/// How much rustls keeps of what could not be sent yet: four full records, with room for what encryption adds.
const MAX_UNSENT: usize = 5 * (16384 + 256);

/// Why something cannot be done, or not now.
#[derive(Debug)]
pub(crate) enum Stop {
    WantRead,
    WantWrite,
    /// The other side has said farewell.
    Closed,
    /// There is an end without a farewell.
    Truncated,
    /// What is below has failed, with this errno.
    Broken(c_int),
    Failed(Error),
}

pub(crate) struct Talk {
    connection: Connection,
    ahead: Ahead,
    /// How many bytes rustls has encrypted that write() has not told of, because they could not all be sent.
    taken: usize,
    is_corked: bool,
    /// rustls has failed, and says why whenever it is asked.
    has_failed: bool,
}

impl Talk {
    pub(crate) fn new(mut connection: Connection) -> Self {
        connection.set_buffer_limit(Some(MAX_UNSENT));
        Talk {
            connection,
            ahead: Ahead::new(),
            taken: 0,
            is_corked: false,
            has_failed: false,
        }
    }

    pub(crate) fn alpn(&self) -> Option<&[u8]> {
        self.connection.alpn_protocol()
    }

    pub(crate) fn is_resumed(&self) -> bool {
        self.connection.handshake_kind() == Some(HandshakeKind::Resumed)
    }

    pub(crate) fn shake_hands(&mut self, below: Below) -> Result<(), Stop> {
        loop {
            let sent = self.flush(below);
            if let Err(Stop::WantWrite) = sent {
                return sent;
            }
            if !self.connection.is_handshaking() {
                // If nobody is there any more, what has come before can still be read.
                return Ok(());
            }
            match (self.advance(below), sent) {
                (Ok(()), _) => {}
                // The other side may have said why it is gone.
                (failed @ Err(Stop::Failed(_)), _) => return failed,
                (_, broken @ Err(_)) => return broken,
                (obstacle, Ok(())) => return obstacle,
            }
        }
    }

    /// Shakes hands, if that is not done: the program may have changed the socket of an open connection.
    fn open(&mut self, below: Below) -> Result<(), Stop> {
        match self.connection.is_handshaking() {
            true => self.shake_hands(below),
            false => Ok(()),
        }
    }

    /// Has rustls take something of what has come.
    fn advance(&mut self, below: Below) -> Result<(), Stop> {
        if !self.has_failed {
            self.take_in(below)?;
        }
        let had_nothing_to_send = !self.connection.wants_write();
        let processed = self.connection.process_new_packets();
        if let Err(error) = processed {
            self.has_failed = true;
            self.ahead.clear();
            // The other side is told why, if that is possible.
            let _ = self.flush(below);
            return Err(Stop::Failed(error));
        }
        if had_nothing_to_send {
            // An answer. What cannot be sent now goes with the next bytes.
            let _ = self.flush(below);
        }
        Ok(())
    }

    fn take_in(&mut self, below: Below) -> Result<(), Stop> {
        if self.ahead.is_empty() {
            match self.ahead.fill(below) {
                Moved::Bytes(0) => return Err(Stop::Truncated),
                Moved::Bytes(_) => {}
                Moved::NotNow => return Err(Stop::WantRead),
                Moved::Failed => return Err(Stop::Broken(errno())),
            }
        }
        match self.connection.read_tls(&mut self.ahead) {
            Ok(_) => Ok(()),
            Err(error) => Err(Stop::Failed(error_of(error))),
        }
    }

    /// Reads at least one byte.
    ///
    /// # Safety
    /// There is room for `len` bytes.
    pub(crate) unsafe fn read(
        &mut self,
        below: Below,
        to: NonNull<u8>,
        len: usize,
    ) -> Result<usize, Stop> {
        self.open(below)?;
        let mut got = 0;
        while got < len {
            // SAFETY: the caller's promise.
            match unsafe { self.read_chunk(to.add(got), len - got) } {
                Ok(n) => got += n,
                Err(Stop::WantRead) if got == 0 || !self.ahead.is_empty() => {
                    match self.advance(below) {
                        // First comes what there is.
                        Err(_) if got > 0 => break,
                        advanced => advanced?,
                    }
                }
                // It shows again.
                Err(_) if got > 0 => break,
                Err(stop) => return Err(stop),
            }
        }
        Ok(got)
    }

    /// Reads of what rustls has decrypted.
    ///
    /// # Safety
    /// There is room for `len` bytes.
    unsafe fn read_chunk(&mut self, to: NonNull<u8>, len: usize) -> Result<usize, Stop> {
        let mut reader = self.connection.reader();
        let n = match reader.fill_buf() {
            Ok([]) => return Err(Stop::Closed),
            Ok(chunk) => {
                let n = chunk.len().min(len);
                // SAFETY: the caller's promise; it is not rustls's memory.
                unsafe { to.copy_from_nonoverlapping(NonNull::from(chunk).cast(), n) };
                n
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Err(Stop::WantRead),
            Err(error) => return Err(Stop::Failed(error_of(error))),
        };
        reader.consume(n);
        Ok(n)
    }

    /// How many bytes there are that can be read, or may say how it has ended.
    pub(crate) fn pending(&mut self) -> usize {
        let decrypted = match self.connection.reader().fill_buf() {
            Ok([]) => 1,
            Ok(chunk) => chunk.len(),
            Err(_) => 0,
        };
        decrypted + self.ahead.len() + usize::from(self.has_failed)
    }

    /// Writes at least one byte. After [`Stop::WantWrite`] the same bytes come again.
    pub(crate) fn write(&mut self, below: Below, bytes: &[u8]) -> Result<usize, Stop> {
        self.open(below)?;
        if self.taken == 0 {
            self.taken = self.encrypt(below, bytes)?;
        }
        if !self.is_corked {
            self.flush(below)?;
        }
        Ok(mem::take(&mut self.taken).min(bytes.len()))
    }

    fn encrypt(&mut self, below: Below, bytes: &[u8]) -> Result<usize, Stop> {
        loop {
            match self.connection.writer().write(bytes) {
                // There is no room.
                Ok(0) if self.connection.wants_write() => self.flush(below)?,
                Ok(0) => return Err(Stop::Failed(Error::EncryptError)),
                Ok(n) => return Ok(n),
                Err(error) => return Err(Stop::Failed(error_of(error))),
            }
        }
    }

    /// Sends what there is to send.
    fn flush(&mut self, mut below: Below) -> Result<(), Stop> {
        while self.connection.wants_write() {
            match self.connection.write_tls(&mut below) {
                Ok(0) => return Err(Stop::WantWrite),
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Err(Stop::WantWrite),
                Err(error) => {
                    return Err(Stop::Broken(error.raw_os_error().unwrap_or(libc::EIO)));
                }
            }
        }
        Ok(())
    }

    /// From now on, written bytes are kept back, as far as there is room.
    pub(crate) fn cork(&mut self) {
        self.is_corked = true;
    }

    /// Sends what was kept back.
    pub(crate) fn uncork(&mut self, below: Below) -> Result<(), Stop> {
        self.is_corked = false;
        self.flush(below)
    }

    pub(crate) fn say_farewell(&mut self, below: Below) -> Result<(), Stop> {
        self.connection.send_close_notify();
        self.flush(below)
    }
}

/// What rustls says by means of an I/O error.
fn error_of(error: io::Error) -> Error {
    error
        .downcast()
        .unwrap_or_else(|error| Error::General(error.to_string()))
}
