//! Tagged data: how tags, numbers and records are laid out in a buffer.
//!
//! A tag has seven bits in each byte, the lowest first; all bytes but the last have the highest bit set. A number has four
//! bits in each half of a byte: first how many such halves follow, less one, then the number's, the lowest first. A record
//! is a tag, a number that says how long the payload is, and the payload. There is no other description of this format;
//! the tests compare with the original's bytes.

#[cfg(feature = "fuzzing")]
pub mod fuzzing;

use std::ptr::NonNull;

use libc::timeval;

use crate::buffer::{Buf, Failed};

/// The longest tag: 32 bits in sevens.
const MAX_TAG: usize = 5;
/// The longest number: half a byte for its length, and 16 halves.
const MAX_NUMBER: usize = 9;
/// Two numbers, a time's, are the most that is encoded at once behind a tag and a length.
const MAX_CODE: usize = MAX_TAG + MAX_NUMBER + 2 * MAX_NUMBER;

/// Encoded tags and numbers.
pub(crate) struct Code {
    bytes: [u8; MAX_CODE],
    len: usize,
}

impl Code {
    pub(crate) const fn new() -> Self {
        Code {
            bytes: [0; MAX_CODE],
            len: 0,
        }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    /// More than the most is never put.
    fn put(&mut self, bytes: &[u8]) {
        let room = self.bytes.get_mut(self.len..).unwrap_or_default();
        for (to, from) in room.iter_mut().zip(bytes) {
            *to = *from;
        }
        self.len += bytes.len();
    }

    pub(crate) fn tag(mut self, tag: u32) -> Self {
        let mut rest = tag;
        while rest >= 0x80 {
            self.put(&[rest as u8 | 0x80]);
            rest >>= 7;
        }
        self.put(&[rest as u8]);
        self
    }

    pub(crate) fn number(mut self, number: u64) -> Self {
        let halves = (64 - number.leading_zeros()).div_ceil(4).max(1);
        let half = |i: u32| (number.checked_shr(4 * i).unwrap_or(0) & 0xf) as u8;
        self.put(&[((halves - 1) as u8) << 4 | half(0)]);
        for i in (1..halves).step_by(2) {
            self.put(&[half(i) << 4 | half(i + 1)]);
        }
        self
    }

    pub(crate) fn time(self, time: &timeval) -> Self {
        // As in the original, these are numbers of 32 bits.
        self.number(u64::from(time.tv_sec as u32))
            .number(u64::from(time.tv_usec as u32))
    }

    /// A record whose payload is in here too.
    fn record(tag: u32, payload: &Code) -> Self {
        let mut code = Code::header(tag, payload.len as u32);
        code.put(payload.bytes());
        code
    }

    /// What comes before the payload of a record.
    pub(crate) fn header(tag: u32, len: u32) -> Self {
        Code::new().tag(tag).number(len.into())
    }
}

/// Something that was decoded, and how many bytes it took.
#[derive(Clone, Copy)]
pub(crate) struct Decoded<T> {
    pub(crate) value: T,
    pub(crate) len: usize,
}

fn decode_tag(bytes: &[u8]) -> Result<Decoded<u32>, Failed> {
    let mut tag = 0;
    for (i, byte) in bytes.iter().take(MAX_TAG).enumerate() {
        let bits = u32::from(byte & 0x7f);
        if i + 1 == MAX_TAG && bits > 0xf {
            return Err(Failed);
        }
        tag |= bits << (7 * i);
        if byte & 0x80 == 0 {
            return Ok(Decoded {
                value: tag,
                len: i + 1,
            });
        }
    }
    Err(Failed)
}

/// Decodes a number of at most so many bits.
fn decode_number(bytes: &[u8], max_bits: usize) -> Result<Decoded<u64>, Failed> {
    let first = bytes.first().ok_or(Failed)?;
    let halves = usize::from(first >> 4) + 1;
    let len = halves / 2 + 1;
    let rest = bytes.get(1..len).ok_or(Failed)?;
    if 4 * halves > max_bits {
        return Err(Failed);
    }
    let mut halves_left = halves - 1;
    let mut value = u64::from(first & 0xf);
    for (i, byte) in rest.iter().enumerate() {
        let shift = 4 + 8 * i;
        if halves_left > 0 {
            value |= u64::from(byte >> 4) << shift;
        }
        if halves_left > 1 {
            value |= u64::from(byte & 0xf) << (shift + 4);
        }
        halves_left = halves_left.saturating_sub(2);
    }
    Ok(Decoded { value, len })
}

/// The head of a record.
#[derive(Clone, Copy)]
pub(crate) struct Header {
    /// How long the payload is; it need not all be there.
    pub(crate) payload: u32,
    /// How long the header itself is.
    pub(crate) len: usize,
}

/// The first bytes of a buffer.
struct Start<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> Start<N> {
    fn of(buf: Buf) -> Result<Self, Failed> {
        let mut bytes = [0; N];
        // SAFETY: there is so much room.
        let len = unsafe { buf.copy_out(None, NonNull::from(&mut bytes).cast(), N)? };
        Ok(Start { bytes, len })
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    fn from(&self, at: usize) -> &[u8] {
        self.bytes().get(at..).unwrap_or_default()
    }
}

impl Buf {
    pub(crate) fn peek_tag(self) -> Result<Decoded<u32>, Failed> {
        decode_tag(Start::<MAX_TAG>::of(self)?.bytes())
    }

    pub(crate) fn take_tag(self) -> Result<Decoded<u32>, Failed> {
        let tag = self.peek_tag()?;
        self.drain(tag.len)?;
        Ok(tag)
    }

    /// Takes a number of at most so many bits.
    pub(crate) fn take_number(self, max_bits: usize) -> Result<Decoded<u64>, Failed> {
        let number = decode_number(Start::<MAX_NUMBER>::of(self)?.bytes(), max_bits)?;
        self.drain(number.len)?;
        Ok(number)
    }

    pub(crate) fn peek_header(self) -> Result<Header, Failed> {
        let start = Start::<{ MAX_TAG + MAX_NUMBER }>::of(self)?;
        let tag = decode_tag(start.bytes())?;
        let payload = decode_number(start.from(tag.len), 32)?;
        Ok(Header {
            payload: payload.value as u32,
            len: tag.len + payload.len,
        })
    }

    /// Takes the head of a record, and gives its tag and how long the payload is, all of which is there. As in the
    /// original, what could be decoded is gone also if that fails.
    pub(crate) fn take_header(self) -> Result<(u32, usize), Failed> {
        let tag = self.take_tag()?.value;
        Ok((tag, self.take_length()?))
    }

    fn take_length(self) -> Result<usize, Failed> {
        let len = self.take_number(32)?.value as usize;
        // C's functions give it as an int.
        if len > self.len() || i32::try_from(len).is_err() {
            return Err(Failed);
        }
        Ok(len)
    }

    /// Takes the head of a record of this tag.
    pub(crate) fn take_header_of(self, tag: u32) -> Result<usize, Failed> {
        if self.take_tag()?.value != tag {
            return Err(Failed);
        }
        self.take_length()
    }

    /// Takes a record whose payload `decode` reads, from its first bytes.
    fn take_record<T>(
        self,
        tag: u32,
        decode: impl FnOnce(&[u8]) -> Result<T, Failed>,
    ) -> Result<T, Failed> {
        let len = self.take_header_of(tag)?;
        let start = Start::<{ 2 * MAX_NUMBER }>::of(self)?;
        let bytes = start.bytes();
        let payload = bytes.get(..len).unwrap_or(bytes);
        let decoded = decode(payload);
        self.drain(len)?;
        decoded
    }

    /// Takes a record with a number of at most so many bits.
    pub(crate) fn take_number_of(self, tag: u32, max_bits: usize) -> Result<Decoded<u64>, Failed> {
        self.take_record(tag, |bytes| decode_number(bytes, max_bits))
    }

    /// Takes a record with a time.
    pub(crate) fn take_time_of(self, tag: u32) -> Result<timeval, Failed> {
        self.take_record(tag, |bytes| {
            let sec = decode_number(bytes, 32)?;
            let usec = decode_number(bytes.get(sec.len..).unwrap_or_default(), 32)?;
            Ok(timeval {
                tv_sec: sec.value as libc::time_t,
                tv_usec: usec.value as libc::suseconds_t,
            })
        })
    }

    pub(crate) fn add_code(self, code: &Code) -> Result<(), Failed> {
        self.add(code.bytes())
    }

    /// Adds a record with these bytes.
    pub(crate) fn add_record(self, tag: u32, payload: &[u8]) -> Result<(), Failed> {
        let len = u32::try_from(payload.len()).map_err(|_| Failed)?;
        self.add_both(Code::header(tag, len).bytes(), payload)
    }

    /// Adds a record with what a code has.
    pub(crate) fn add_record_of(self, tag: u32, payload: &Code) -> Result<(), Failed> {
        self.add_code(&Code::record(tag, payload))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        let edges = (0..64).flat_map(|bit| [1u64 << bit, (1 << bit) - 1]);
        for number in edges.chain([u64::MAX]) {
            let code = Code::new().number(number);
            let decoded = decode_number(code.bytes(), 64).ok();
            assert_eq!(
                decoded.map(|decoded| (decoded.value, decoded.len)),
                Some((number, code.bytes().len()))
            );
            let cut = code.bytes().split_last().map_or(&[][..], |(_, rest)| rest);
            assert!(decode_number(cut, 64).is_err());
        }
    }

    #[test]
    fn tags_come_back() {
        for tag in (0..32).flat_map(|bit| [1u32 << bit, (1 << bit) - 1, u32::MAX]) {
            let code = Code::new().tag(tag);
            assert!(decode_tag(code.bytes()).is_ok_and(|decoded| decoded.value == tag));
        }
        assert!(decode_tag(&[0xff; 5]).is_err());
        assert!(decode_tag(&[0xff, 0xff, 0xff, 0xff, 0x10]).is_err());
        assert!(decode_tag(&[]).is_err());
    }

    #[test]
    fn numbers_that_are_too_large() {
        assert!(decode_number(&[0x80, 0, 0, 0, 0], 32).is_err());
        assert!(decode_number(&[0x70, 0, 0, 0, 0], 32).is_ok());
    }
}
