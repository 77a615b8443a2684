//! What a session sends.

use std::slice;

use super::close::{Close, Control};
use super::frame::{Head, MAX_HEAD, Mask, Opcode, apply_mask};
use super::session::{Session, State};
use crate::buffer::Buf;
use crate::bufferevent::Failed;
use crate::ffi::buffer::evbuffer_iovec;

/// While more than this waits to be sent, pings are not answered; then the latest is.
const MUCH_OUTPUT: usize = 16384;

impl Session {
    /// Sends a text, which the caller vouches for.
    pub(crate) fn send_text(self, text: &[u8]) {
        self.send_or_break(Opcode::Text, text);
    }

    pub(crate) fn send_binary(self, bytes: &[u8]) {
        self.send_or_break(Opcode::Binary, bytes);
    }

    /// Without memory the session is over: a message must not get lost between two others.
    fn send_or_break(self, opcode: Opcode, payload: &[u8]) {
        if self.state.get() == State::Open && self.send(opcode, payload).is_err() {
            self.break_later();
        }
    }

    /// Sends a ping. Fails if it is closing, or the payload is more than 125 bytes.
    pub(crate) fn ping(self, payload: &[u8]) -> Result<(), Failed> {
        let payload = Control::of(payload).map_err(|_| Failed)?;
        if self.state.get() != State::Open {
            return Err(Failed);
        }
        self.send(Opcode::Ping, payload.bytes())
    }

    /// Says that no more will be sent. A code that must not be sent is left out.
    pub(crate) fn close_with_code(self, code: u16) {
        let _ = self.close(Close::with_code(code));
    }

    /// The same with words. Fails if they are too many or not UTF-8, with a code that must not be sent, or if it
    /// is closing already.
    pub(crate) fn close_with_reason(self, code: u16, reason: &[u8]) -> Result<(), Failed> {
        let reason = str::from_utf8(reason).map_err(|_| Failed)?;
        self.close(Close::new(code, reason).map_err(|_| Failed)?)
    }

    pub(super) fn send_close(self, close: Close) {
        if self.send(Opcode::Close, close.payload()).is_err() {
            self.break_later();
        }
    }

    /// Answers the latest ping, unless much waits to be sent already.
    pub(super) fn send_pong(self) {
        if self.state.get() == State::Open
            && self.bev.output().len() <= MUCH_OUTPUT
            && self.send_waiting_pong().is_err()
        {
            self.break_later();
        }
    }

    fn send_waiting_pong(self) -> Result<(), Failed> {
        match self.pong.take() {
            Some(payload) => self.append(Opcode::Pong, payload.bytes()),
            None => Ok(()),
        }
    }

    /// Sends a frame, behind the pong that waits.
    fn send(self, opcode: Opcode, payload: &[u8]) -> Result<(), Failed> {
        self.send_waiting_pong()?;
        self.append(opcode, payload)
    }

    /// Appends a frame to the output, at once, so that it goes out in one piece. A failure appends nothing.
    fn append(self, opcode: Opcode, payload: &[u8]) -> Result<(), Failed> {
        let head = Head {
            fin: true,
            opcode,
            len: payload.len() as u64,
            mask: self.new_mask(),
        };
        append_frame(self.bev.output(), head, payload)
    }

    fn new_mask(self) -> Option<Mask> {
        let pool = self.masks?;
        let mut mask = [0; 4];
        pool.take(&mut mask);
        Some(mask)
    }
}

fn append_frame(output: Buf, head: Head, payload: &[u8]) -> Result<(), Failed> {
    let mut room = [0; MAX_HEAD];
    let written = head.write(&mut room);
    let len = written.len().checked_add(payload.len()).ok_or(Failed)?;
    let mut pieces = [evbuffer_iovec {
        iov_base: std::ptr::null_mut(),
        iov_len: 0,
    }];
    output.reserve(len, &mut pieces)?;
    let start = pieces[0].iov_base.cast::<u8>();
    // SAFETY: there is room for so many bytes, and nobody else writes to it before `commit`.
    unsafe {
        start.copy_from_nonoverlapping(written.as_ptr(), written.len());
        let behind = start.add(written.len());
        behind.copy_from_nonoverlapping(payload.as_ptr(), payload.len());
        if let Some(mask) = head.mask {
            apply_mask(mask, 0, slice::from_raw_parts_mut(behind, payload.len()));
        }
    }
    pieces[0].iov_len = len;
    Ok(output.commit(&pieces)?)
}
