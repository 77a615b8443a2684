//! What a session sends.

use std::mem::MaybeUninit;
use std::slice;

use super::close::{Close, Control};
use super::frame::{Head, MAX_HEAD, Mask, Opcode, apply_mask};
use super::session::{Session, State};
use crate::buffer::Buf;
use crate::bufferevent::{Bev, Failed};
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
        append_frame(self.bev, head, payload)
    }

    fn new_mask(self) -> Option<Mask> {
        let pool = self.masks?;
        let mut mask = [0; 4];
        pool.take(&mut mask);
        Some(mask)
    }
}

/// A frame of up to so many bytes is put together on the stack.
const SHORT: usize = 1024;

fn append_frame(bev: Bev, head: Head, payload: &[u8]) -> Result<(), Failed> {
    let mut room = [0; MAX_HEAD];
    let written = head.write(&mut room);
    let len = written.len().checked_add(payload.len()).ok_or(Failed)?;
    if len > SHORT {
        return append_long(bev.output(), len, written, head.mask, payload);
    }
    let mut bytes = [0; SHORT];
    let (start, rest) = bytes[..len].split_at_mut(written.len());
    start.copy_from_slice(written);
    rest.copy_from_slice(payload);
    if let Some(mask) = head.mask {
        apply_mask(mask, 0, rest);
    }
    bev.write(&bytes[..len])
}

/// Appends a frame of `len` bytes: to the room in the last block, and to a new one.
fn append_long(
    output: Buf,
    len: usize,
    head: &[u8],
    mask: Option<Mask>,
    payload: &[u8],
) -> Result<(), Failed> {
    let mut pieces = [evbuffer_iovec {
        iov_base: std::ptr::null_mut(),
        iov_len: 0,
    }; 2];
    let used = output.reserve(len, &mut pieces)?;
    let (mut head, mut payload, mut at) = (head, payload, 0);
    for piece in &mut pieces[..used] {
        // SAFETY: there is room for so many bytes, and nobody else uses it before `commit`.
        let room = unsafe {
            let start = piece.iov_base.cast::<MaybeUninit<u8>>();
            slice::from_raw_parts_mut(start, piece.iov_len)
        };
        let (room_of_head, room) = room.split_at_mut(head.len().min(room.len()));
        head = fill(room_of_head, head).1;
        let (filled, rest) = fill(room, payload);
        if let Some(mask) = mask {
            apply_mask(mask, at, filled);
        }
        at += filled.len() as u64;
        piece.iov_len = room_of_head.len() + filled.len();
        payload = rest;
    }
    Ok(output.commit(&pieces[..used])?)
}

/// Fills room with the first of `bytes`. Gives what it holds then, and the rest.
fn fill<'a, 'b>(room: &'a mut [MaybeUninit<u8>], bytes: &'b [u8]) -> (&'a mut [u8], &'b [u8]) {
    let (these, rest) = bytes.split_at(bytes.len().min(room.len()));
    (room[..these.len()].write_copy_of_slice(these), rest)
}
