//! Positions in a buffer, looking at its bytes where they are, and searching them.

use memchr::{memchr, memmem};

use super::{Buf, Chain, Failed};
use crate::ffi::buffer::evbuffer_iovec;

/// A position in a buffer, from its start on up to just behind its last byte.
#[derive(Clone, Copy)]
pub(crate) struct Position {
    pub(crate) pos: usize,
    /// The block it is in; none just behind the last byte.
    pub(crate) chain: Option<Chain>,
    pub(crate) in_chain: usize,
}

/// How a position moves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// To this distance from the start.
    To(usize),
    /// Forward by so much.
    Forward(usize),
}

impl Buf {
    /// The position of the first byte.
    pub(crate) fn start(self) -> Position {
        Position {
            pos: 0,
            chain: self.first.get(),
            in_chain: 0,
        }
    }

    /// Where `from` gets to by `step`; an error past the end of the buffer.
    pub(crate) fn step(self, from: Position, step: Step) -> Result<Position, Failed> {
        let _lock = self.lock();
        let (from, n) = match step {
            Step::To(n) => (self.start(), n),
            Step::Forward(n) => (from, n),
        };
        let pos = from.pos.checked_add(n).ok_or(Failed)?;
        let mut at = from;
        let mut left = from.in_chain.checked_add(n).ok_or(Failed)?;
        while let Some(chain) = at.chain {
            if left < chain.len() {
                break;
            }
            left -= chain.len();
            at.chain = chain.next();
        }
        if at.chain.is_none() && left > 0 {
            return Err(Failed);
        }
        at.pos = pos;
        at.in_chain = left;
        Ok(at)
    }

    /// Where the bytes from `from` on are, `n` or all of them, as far as `pieces` go. Gives how many
    /// pieces it takes.
    pub(crate) fn peek(
        self,
        from: Option<Position>,
        n: Option<usize>,
        pieces: &mut [evbuffer_iovec],
    ) -> usize {
        let _lock = self.lock();
        // From a position on, the first piece is given whatever the length.
        let least = usize::from(from.is_some());
        let from = from.unwrap_or(self.start());
        let n = match n {
            None if pieces.is_empty() => Some(self.len().saturating_sub(from.pos)),
            n => n,
        };
        let mut left = n;
        let mut skip = from.in_chain;
        let mut next = from.chain;
        let mut used = 0;
        while let Some(chain) = next {
            let enough = left.map_or(used == pieces.len(), |left| left == 0);
            if enough && used >= least {
                break;
            }
            next = chain.next();
            let len = chain.len().saturating_sub(skip);
            if let Some(piece) = pieces.get_mut(used) {
                if chain.bring_to_memory().is_err() {
                    break;
                }
                // SAFETY: within the block.
                piece.iov_base = unsafe { chain.data().add(skip) }.as_ptr().cast();
                piece.iov_len = len;
            }
            used += 1;
            left = left.map(|left| left.saturating_sub(len));
            skip = 0;
        }
        used
    }

    /// The first place from `from` on where `what` is, and ends no later than at `end`.
    pub(crate) fn search(
        self,
        what: &[u8],
        from: Option<Position>,
        end: Option<Position>,
    ) -> Option<Position> {
        let _lock = self.lock();
        let mut at = from.unwrap_or(self.start());
        if what.is_empty() {
            return Some(at);
        }
        let found = loop {
            let chain = at.chain?;
            if let Some(found) = chain.find(at.in_chain, what) {
                at.pos += found - at.in_chain;
                at.in_chain = found;
                break at;
            }
            at.pos += chain.len() - at.in_chain;
            at.chain = chain.next();
            at.in_chain = 0;
            if end.is_some_and(|end| at.pos >= end.pos) {
                return None;
            }
        };
        let within = |end: Position| found.pos + what.len() <= end.pos;
        end.is_none_or(within).then_some(found)
    }
}

impl Chain {
    /// Where in this block, from `skip` on, `what` begins; it may go on in the next ones.
    fn find(self, skip: usize, what: &[u8]) -> Option<usize> {
        self.bring_to_memory().ok()?;
        // SAFETY: the buffer is locked, and nothing changes it here.
        let bytes = unsafe { self.bytes() };
        let bytes = bytes.get(skip..)?;
        if let Some(found) = memmem::find(bytes, what) {
            return Some(skip + found);
        }
        // What begins here but does not fit in.
        let mut from = bytes.len().saturating_sub(what.len() - 1);
        while let Some(found) = memchr(what[0], &bytes[from..]) {
            let begin = from + found;
            let (here, there) = what.split_at(bytes.len() - begin);
            if bytes[begin..] == *here && self.next().is_some_and(|next| next.starts_with(there)) {
                return Some(skip + begin);
            }
            from = begin + 1;
        }
        None
    }

    /// Whether `what` is where this block begins, and may go on in the next ones.
    fn starts_with(self, mut what: &[u8]) -> bool {
        let mut next = Some(self);
        while let Some(chain) = next {
            if chain.bring_to_memory().is_err() {
                return false;
            }
            // SAFETY: as in `find`.
            let bytes = unsafe { chain.bytes() };
            let n = bytes.len().min(what.len());
            if bytes[..n] != what[..n] {
                return false;
            }
            what = &what[n..];
            if what.is_empty() {
                return true;
            }
            next = chain.next();
        }
        false
    }
}
