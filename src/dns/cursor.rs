//! Reading numbers and bytes off a message, never beyond its end.
#![forbid(unsafe_code)]

use super::name::MAX_LABEL;

/// The message is cut off, or makes no sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed;

/// A place in a message.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    message: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(message: &'a [u8]) -> Self {
        Cursor { message, at: 0 }
    }

    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// Goes anywhere; reading beyond the end then fails.
    pub(super) fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    pub(super) fn at_end(&self) -> bool {
        self.at >= self.message.len()
    }

    pub(super) fn bytes(&mut self, n: usize) -> Result<&'a [u8], Malformed> {
        let rest = self.message.get(self.at..).ok_or(Malformed)?;
        let bytes = rest.get(..n).ok_or(Malformed)?;
        self.at += n;
        Ok(bytes)
    }

    /// The labels from here on, each after its length.
    pub(super) fn labels(&mut self) -> Result<&'a [u8], Malformed> {
        let labels = self.message.get(self.at..).ok_or(Malformed)?;
        let mut len = 0;
        while let Some(length @ 1..=MAX_LABEL) = labels.get(len).map(|byte| usize::from(*byte)) {
            len += 1 + length;
        }
        self.bytes(len)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        self.bytes(N)?.try_into().map_err(|_| Malformed)
    }

    pub(super) fn u8(&mut self) -> Result<u8, Malformed> {
        self.array().map(u8::from_be_bytes)
    }

    pub(super) fn u16(&mut self) -> Result<u16, Malformed> {
        self.array().map(u16::from_be_bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32, Malformed> {
        self.array().map(u32::from_be_bytes)
    }
}
