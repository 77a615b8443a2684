//! Lines: finding their ends, and taking them out.

use std::ffi::c_char;
use std::ptr::NonNull;

use memchr::{memchr, memchr2};

use super::{Buf, Failed, Position, Step};
use crate::rt::mm;

/// What ends a line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineEnd {
    /// Any number of CR and LF, in any order.
    Any,
    /// LF, or CR and LF.
    LfOrCrlf,
    /// CR and LF.
    Crlf,
    Lf,
    Nul,
}

impl Buf {
    /// The first end of a line from `from` on, and how long it is.
    pub(crate) fn search_line_end(
        self,
        from: Option<Position>,
        style: LineEnd,
    ) -> Option<(Position, usize)> {
        let _lock = self.lock();
        self.find_line_end(from.unwrap_or(self.start()), style)
    }

    fn find_line_end(self, from: Position, style: LineEnd) -> Option<(Position, usize)> {
        match style {
            LineEnd::Any => {
                let at = self.find_in_chains(from, |bytes| memchr2(b'\r', b'\n', bytes))?;
                Some((at, self.count_line_ends(at)))
            }
            LineEnd::LfOrCrlf => {
                let lf = self.find_in_chains(from, |bytes| memchr(b'\n', bytes))?;
                let before = self.before(lf, from).filter(|at| at.byte() == Some(b'\r'));
                Some(before.map_or((lf, 1), |cr| (cr, 2)))
            }
            LineEnd::Crlf => Some((self.search(b"\r\n", Some(from), None)?, 2)),
            LineEnd::Lf => Some((self.find_in_chains(from, |b| memchr(b'\n', b))?, 1)),
            LineEnd::Nul => Some((self.find_in_chains(from, |b| memchr(0, b))?, 1)),
        }
    }

    /// The position before `at`, unless that is `from`.
    #[inline]
    fn before(self, at: Position, from: Position) -> Option<Position> {
        let n = (at.pos - from.pos).checked_sub(1)?;
        match at.in_chain.checked_sub(1) {
            Some(in_chain) => Some(Position {
                pos: at.pos - 1,
                in_chain,
                chain: at.chain,
            }),
            None => self.step(from, Step::Forward(n)).ok(),
        }
    }

    fn find_in_chains(
        self,
        mut at: Position,
        find: impl Fn(&[u8]) -> Option<usize>,
    ) -> Option<Position> {
        loop {
            let chain = at.chain?;
            chain.bring_to_memory().ok()?;
            // SAFETY: the buffer is locked, and nothing changes it here.
            let bytes = unsafe { chain.bytes() };
            let bytes = bytes.get(at.in_chain..)?;
            if let Some(found) = find(bytes) {
                at.pos += found;
                at.in_chain += found;
                return Some(at);
            }
            at.pos += bytes.len();
            at.chain = chain.next();
            at.in_chain = 0;
        }
    }

    /// How many CR and LF follow each other from `at` on.
    fn count_line_ends(self, at: Position) -> usize {
        let other = self.find_in_chains(at, |bytes| {
            bytes.iter().position(|byte| !matches!(byte, b'\r' | b'\n'))
        });
        other.map_or(self.len(), |other| other.pos) - at.pos
    }

    /// Takes out the first line, without its end, as a string with a NUL behind it and its length. It
    /// is the caller's to free.
    pub(crate) fn read_line(self, style: LineEnd) -> Result<(NonNull<c_char>, usize), Failed> {
        let _lock = self.lock();
        self.check_not_frozen(super::End::Start)?;
        let (end, ending) = self.find_line_end(self.start(), style).ok_or(Failed)?;
        let len = end.pos;
        let line = mm::malloc(len + 1).ok_or(Failed)?.cast::<u8>();
        // SAFETY: the line fits there, with the NUL.
        let copied = unsafe {
            line.add(len).write(0);
            self.copy_first(line, len)
        };
        if let Err(failed) = copied {
            // SAFETY: just allocated.
            unsafe { mm::free(line.as_ptr().cast()) };
            return Err(failed);
        }
        // In two steps, as callbacks see it with the original.
        if len > 0 {
            self.take_off(len)?;
        }
        // Refused when a callback has frozen the buffer. The line has been taken nevertheless.
        let _ = self.take_off(ending);
        Ok((line.cast(), len))
    }
}

impl Position {
    /// The byte there.
    fn byte(self) -> Option<u8> {
        let chain = self.chain?;
        chain.bring_to_memory().ok()?;
        // SAFETY: the buffer is locked, and nothing changes it here.
        unsafe { chain.bytes() }.get(self.in_chain).copied()
    }
}
