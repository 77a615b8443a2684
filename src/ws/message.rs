//! Messages: what frames bring, put together (RFC 6455, sections 5.4 to 6.2).
//!
//! A [`Reader`] takes bytes as they come and tells what is complete. It keeps the bytes of one message, which
//! grow with what has come and not with what is announced; frames without content leave nothing behind.
#![forbid(unsafe_code)]

use super::Role;
use super::close::{self, Close, Control, Unfit, Unread};
use super::frame::{Head, MAX_HEAD, Malformed, Opcode, apply_mask};
use crate::ds::vec::CellVec;
use crate::rt::mm::OutOfMemory;

/// The largest message, unless told otherwise.
const USUAL_MAX: usize = 16 << 20;
/// Memory of so many bytes is kept from one message to the next.
const KEPT: usize = 4096;

/// What messages consist of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Text,
    Binary,
}

/// A message, with a NUL behind it.
pub(super) struct Message {
    pub(super) kind: Kind,
    /// INVARIANT: not empty.
    bytes: CellVec<u8>,
}

impl Message {
    /// Where the bytes and the NUL are.
    pub(super) fn as_ptr(&self) -> *const u8 {
        self.bytes.as_slice().as_ptr()
    }

    pub(super) fn bytes(&self) -> &[u8] {
        match self.bytes.as_slice() {
            [bytes @ .., _nul] => bytes,
            [] => &[],
        }
    }
}

/// What has come.
pub(super) enum Event {
    Message(Message),
    Ping(Control),
    Pong,
    Close(Close),
}

/// Why the other side is not listened to any longer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Refusal {
    Malformed,
    BadText,
    TooBig,
    NoMemory,
}

impl Refusal {
    /// The code that tells the other side.
    pub(super) fn code(self) -> u16 {
        match self {
            Refusal::Malformed => close::PROTOCOL_ERROR,
            Refusal::BadText => close::BAD_TEXT,
            Refusal::TooBig => close::TOO_BIG,
            Refusal::NoMemory => close::INTERNAL,
        }
    }
}

impl From<Malformed> for Refusal {
    fn from(_: Malformed) -> Self {
        Refusal::Malformed
    }
}

impl From<Unfit> for Refusal {
    fn from(_: Unfit) -> Self {
        Refusal::Malformed
    }
}

impl From<Unread> for Refusal {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::Malformed => Refusal::Malformed,
            Unread::BadText => Refusal::BadText,
        }
    }
}

impl From<OutOfMemory> for Refusal {
    fn from(_: OutOfMemory) -> Self {
        Refusal::NoMemory
    }
}

/// A frame under way.
#[derive(Clone, Copy)]
struct Frame {
    head: Head,
    /// How much of its payload has come.
    done: u64,
}

/// Reads what one side sends.
pub(super) struct Reader {
    from: Role,
    /// The start of a head, while the rest is to come.
    head: [u8; MAX_HEAD],
    head_len: usize,
    frame: Option<Frame>,
    /// The message under way.
    kind: Option<Kind>,
    bytes: CellVec<u8>,
    /// How many of them have been found to be UTF-8, if they are to be.
    checked: usize,
    control: Control,
    max: usize,
    /// Whether messages are of no interest any more.
    drops_messages: bool,
}

impl Reader {
    pub(super) const fn new(from: Role) -> Self {
        Reader {
            from,
            head: [0; MAX_HEAD],
            head_len: 0,
            frame: None,
            kind: None,
            bytes: CellVec::new(),
            checked: 0,
            control: Control::new(),
            max: USUAL_MAX,
            drops_messages: false,
        }
    }

    /// Sets how large a message may be.
    pub(super) fn set_max(&mut self, max: usize) {
        self.max = max;
    }

    /// From now on, messages do not matter.
    pub(super) fn drop_messages(&mut self) {
        self.drops_messages = true;
        self.bytes.clear();
        self.checked = 0;
    }

    /// Takes back a message's memory, for the next one.
    pub(super) fn recycle(&mut self, message: Message) {
        if self.bytes.capacity() == 0 && message.bytes.capacity() <= KEPT {
            self.bytes = message.bytes;
            self.bytes.empty();
        }
    }

    /// Takes bytes up to the end of what they complete. Tells how many, and what that is. After a refusal it
    /// must not be called again.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Result<(usize, Option<Event>), Refusal> {
        let mut at = 0;
        loop {
            if self.frame.is_none() {
                at += self.take_head(&bytes[at..])?;
            }
            let Some(frame) = self.frame else {
                return Ok((at, None));
            };
            let n = usize::try_from(frame.head.len - frame.done).unwrap_or(usize::MAX);
            let part = &bytes[at..at + n.min(bytes.len() - at)];
            at += part.len();
            if frame.head.opcode.is_control() {
                self.control.push(part)?;
            } else if !self.drops_messages {
                self.take_data(frame, part)?;
            }
            if part.len() < n {
                let done = frame.done + part.len() as u64;
                self.frame = Some(Frame { done, ..frame });
                return Ok((at, None));
            }
            self.frame = None;
            if let Some(event) = self.end(frame.head)? {
                return Ok((at, Some(event)));
            }
        }
    }

    /// Takes bytes of a head, and tells how many. When it is complete, its frame is under way.
    fn take_head(&mut self, bytes: &[u8]) -> Result<usize, Refusal> {
        let had = self.head_len;
        let head = if had == 0 {
            Head::read(bytes, self.from)?
        } else {
            let more = bytes.len().min(MAX_HEAD - had);
            self.head[had..had + more].copy_from_slice(&bytes[..more]);
            Head::read(&self.head[..had + more], self.from)?
        };
        if let Some((head, len)) = head {
            self.begin(head)?;
            self.head_len = 0;
            return Ok(len - had);
        }
        if had == 0 {
            self.head[..bytes.len()].copy_from_slice(bytes);
        }
        self.head_len = had + bytes.len();
        Ok(bytes.len())
    }

    /// A frame begins: whether it may come now.
    fn begin(&mut self, head: Head) -> Result<(), Refusal> {
        match (head.opcode, self.kind) {
            (Opcode::Continuation, Some(_)) => {}
            (Opcode::Text, None) => self.kind = Some(Kind::Text),
            (Opcode::Binary, None) => self.kind = Some(Kind::Binary),
            (Opcode::Close | Opcode::Ping | Opcode::Pong, _) => self.control = Control::new(),
            _ => return Err(Refusal::Malformed),
        }
        let total = head.len.saturating_add(self.bytes.len() as u64);
        if !head.opcode.is_control() && !self.drops_messages && total > self.max as u64 {
            return Err(Refusal::TooBig);
        }
        self.frame = Some(Frame { head, done: 0 });
        Ok(())
    }

    /// Takes a part of a message.
    fn take_data(&mut self, frame: Frame, part: &[u8]) -> Result<(), Refusal> {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(part)?;
        if let Some(mask) = frame.head.mask {
            apply_mask(mask, frame.done, &mut self.bytes.as_mut_slice()[start..]);
        }
        if self.kind == Some(Kind::Text) {
            self.check_text()?;
        }
        Ok(())
    }

    /// Fails as soon as the message cannot be UTF-8 whatever follows.
    fn check_text(&mut self) -> Result<(), Refusal> {
        let new = &self.bytes.as_slice()[self.checked..];
        match std::str::from_utf8(new) {
            Ok(_) => self.checked += new.len(),
            Err(error) if error.error_len().is_none() => self.checked += error.valid_up_to(),
            Err(_) => return Err(Refusal::BadText),
        }
        Ok(())
    }

    /// A frame has come whole.
    fn end(&mut self, head: Head) -> Result<Option<Event>, Refusal> {
        if head.opcode.is_control() {
            return self.end_control(head).map(Some);
        }
        if !head.fin {
            return Ok(None);
        }
        let kind = self.kind.take().ok_or(Refusal::Malformed)?;
        if self.drops_messages {
            return Ok(None);
        }
        if kind == Kind::Text && self.checked < self.bytes.len() {
            return Err(Refusal::BadText);
        }
        self.checked = 0;
        self.bytes.push(0)?;
        let bytes = std::mem::replace(&mut self.bytes, CellVec::new());
        Ok(Some(Event::Message(Message { kind, bytes })))
    }

    fn end_control(&mut self, head: Head) -> Result<Event, Refusal> {
        if let Some(mask) = head.mask {
            apply_mask(mask, 0, self.control.bytes_mut());
        }
        Ok(match head.opcode {
            Opcode::Ping => Event::Ping(self.control),
            Opcode::Close => Event::Close(Close::read(self.control)?),
            _ => Event::Pong,
        })
    }
}

#[cfg(test)]
mod tests;
