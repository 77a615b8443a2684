//! Messages as they go: into room that is given, with names compressed.
#![forbid(unsafe_code)]

use super::message::HEADER_LEN;
use super::name::POINTER;

/// The message has no room for more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Full;

/// How many places of names are remembered for compression.
const MAX_PLACES: usize = 128;
/// Pointers reach no farther.
const MAX_OFFSET: usize = 0x3fff;

/// A message under construction.
pub(crate) struct Writer<'a> {
    message: &'a mut [u8],
    len: usize,
    /// Where names, and the rests of names, start.
    places: [u16; MAX_PLACES],
    placed: usize,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(message: &'a mut [u8]) -> Self {
        Writer {
            message,
            len: 0,
            places: [0; MAX_PLACES],
            placed: 0,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Takes back what goes beyond `len`.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.len = len.min(self.len);
        while self.placed > 0 && usize::from(self.places[self.placed - 1]) >= self.len {
            self.placed -= 1;
        }
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Full> {
        let room = self.message.get_mut(self.len..).ok_or(Full)?;
        room.get_mut(..bytes.len())
            .ok_or(Full)?
            .copy_from_slice(bytes);
        self.len += bytes.len();
        Ok(())
    }

    pub(crate) fn u16(&mut self, value: u16) -> Result<(), Full> {
        self.bytes(&value.to_be_bytes())
    }

    pub(crate) fn u32(&mut self, value: u32) -> Result<(), Full> {
        self.bytes(&value.to_be_bytes())
    }

    /// Overwrites a number that was written before.
    pub(crate) fn set_u16(&mut self, at: usize, value: u16) {
        self.message[at..at + 2].copy_from_slice(&value.to_be_bytes());
    }

    /// The header: its words in order.
    pub(crate) fn header(&mut self, words: [u16; HEADER_LEN / 2]) -> Result<(), Full> {
        words.into_iter().try_for_each(|word| self.u16(word))
    }

    /// A name, given as [`Name::wire`](super::name::Name::wire) does, as a pointer from where its rest
    /// was written before. Pointers repeat the case of letters.
    pub(crate) fn name(&mut self, wire: &[u8]) -> Result<(), Full> {
        let (start, mut new) = (self.len, 0);
        let place = loop {
            if wire[new] == 0 {
                break None;
            }
            let place = self.find(&wire[new..]);
            if place.is_some() {
                break place;
            }
            new += 1 + usize::from(wire[new]);
        };
        match place {
            Some(place) => {
                self.bytes(&wire[..new])?;
                let [high, low] = place.to_be_bytes();
                self.bytes(&[high | POINTER, low])?;
            }
            None => self.bytes(wire)?,
        }
        let mut at = 0;
        while at < new {
            self.remember(start + at);
            at += 1 + usize::from(wire[at]);
        }
        Ok(())
    }

    /// The name at a place may be pointed to.
    fn remember(&mut self, at: usize) {
        if at <= MAX_OFFSET && self.placed < MAX_PLACES {
            self.places[self.placed] = at as u16;
            self.placed += 1;
        }
    }

    /// Where `wire` was written before.
    fn find(&self, wire: &[u8]) -> Option<u16> {
        let places = &self.places[..self.placed];
        places
            .iter()
            .copied()
            .find(|&at| self.is_at(at.into(), wire))
    }

    /// Whether the name at a place that was remembered is `wire`.
    fn is_at(&self, mut at: usize, mut wire: &[u8]) -> bool {
        let written = &self.message[..self.len];
        while let Some([length, next, ..]) = written.get(at..) {
            if length & POINTER == POINTER {
                at = usize::from(u16::from_be_bytes([length & !POINTER, *next]));
                continue;
            }
            // Most names differ here. `wire` has a label.
            if *length != wire[0] || *next != wire[1] {
                return false;
            }
            if written[at..].starts_with(wire) {
                return true;
            }
            let (label, rest) = wire.split_at(1 + usize::from(*length));
            if !written[at..].starts_with(label) {
                return false;
            }
            at += label.len();
            if rest.len() == 1 {
                // Only the root is left.
                return written.get(at) == Some(&0);
            }
            wire = rest;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::super::name::Name;
    use super::*;

    fn names(texts: &[&str]) -> Vec<u8> {
        let mut message = [0xee; 200];
        let mut writer = Writer::new(&mut message);
        for text in texts {
            let name = Name::from_text(text.as_bytes()).unwrap();
            writer.name(name.wire()).unwrap();
        }
        let len = writer.len();
        message[..len].to_vec()
    }

    #[test]
    fn compression() {
        assert_eq!(names(&["a.bc", "a.bc"]), b"\x01a\x02bc\0\xc0\x00");
        assert_eq!(
            names(&["a.bc", "x.bc", "x.bc"]),
            b"\x01a\x02bc\0\x01x\xc0\x02\xc0\x06"
        );
        assert_eq!(
            names(&["a.bc", "a", "A.bc"]),
            b"\x01a\x02bc\0\x01a\0\x01A\xc0\x02"
        );
        assert_eq!(names(&["", "."]), b"\0\0");
        assert_eq!(names(&["a.a", "a"]), b"\x01a\x01a\0\xc0\x02");
        assert_eq!(names(&["a", "a.b"]), b"\x01a\0\x01a\x01b\0");
        assert_eq!(
            names(&["x.bc", "a.bc", "a.bc.d", "y.a.bc"]),
            b"\x01x\x02bc\0\x01a\xc0\x02\x01a\x02bc\x01d\0\x01y\xc0\x06"
        );
    }

    #[test]
    fn no_room() {
        let name = Name::from_text(b"abc").unwrap();
        let mut message = [0; 7];
        let mut writer = Writer::new(&mut message);
        assert_eq!(writer.u16(1), Ok(()));
        assert_eq!(writer.name(name.wire()), Ok(()));
        assert_eq!(writer.name(name.wire()), Err(Full));
        assert_eq!(writer.bytes(&[1]), Err(Full));
        writer.truncate(2);
        assert_eq!(writer.u32(7), Ok(()));
        assert_eq!((writer.len(), writer.u16(1)), (6, Err(Full)));
    }

    #[test]
    fn what_was_taken_back_is_not_pointed_to() {
        let name = Name::from_text(b"abc").unwrap();
        let mut message = [0; 50];
        let mut writer = Writer::new(&mut message);
        writer.u16(0).unwrap();
        writer.name(name.wire()).unwrap();
        writer.truncate(3);
        writer.name(name.wire()).unwrap();
        assert_eq!(writer.len(), 3 + 5);
    }
}
