//! Domain names: as text, and as they go over the wire (RFC 1035, sections 3.1 and 4.1.4).
//!
//! In text a backslash stands before a dot or a backslash that is part of a label, and before `000` for a
//! NUL byte, which C strings cannot hold. All other bytes are as they are.
#![forbid(unsafe_code)]

use std::fmt;

use super::cursor::{Cursor, Malformed};
use super::eight;

/// The longest name on the wire, with the length of each label and the root's.
const MAX_WIRE: usize = 255;
/// The room for a name and its length.
const ROOM: usize = MAX_WIRE + 1;
/// The longest label.
pub(super) const MAX_LABEL: usize = 63;
/// The longest text of a name: every byte of its labels written as `\000`.
pub(crate) const MAX_TEXT: usize = 4 * MAX_WIRE;
/// How many pointers a name may follow: as many as it can have labels, since each has a reason only if it
/// leads to one. More would cost time for nothing.
const MAX_POINTERS: usize = 127;
/// Marks a pointer to an earlier place of the message, where a label's length could be.
pub(super) const POINTER: u8 = 0xc0;

/// A bit for each byte of a name: whether a letter is a small one.
pub(super) type Case = [u8; MAX_WIRE.div_ceil(8)];

/// The text is not a domain name: an empty label, or too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotAName;

/// A domain name.
///
/// INVARIANT: there are labels, each after its length, and behind them a zero, the root's. The last byte
/// of the room tells how long the labels are.
#[derive(Clone, Copy)]
pub(crate) struct Name {
    room: [u8; ROOM],
}

impl Name {
    pub(crate) const ROOT: Self = Name { room: [0; ROOM] };

    /// Reads text; a dot at the end makes no difference.
    pub(crate) fn from_text(text: &[u8]) -> Result<Self, NotAName> {
        let mut name = Self::ROOT;
        name.set_text(text)?;
        Ok(name)
    }

    /// Becomes the name that a text says; the root if that is none.
    pub(crate) fn set_text(&mut self, text: &[u8]) -> Result<(), NotAName> {
        self.set(|wire| {
            let text = if text == b"." { b"" } else { text };
            build_text(wire, text)
        })
    }

    /// Reads a name at the cursor, which follows pointers and ends behind the name.
    pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Self, Malformed> {
        let mut name = Self::ROOT;
        name.set_read(cursor)?;
        Ok(name)
    }

    /// Becomes the name at the cursor; the root if that is none.
    pub(super) fn set_read(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Malformed> {
        self.set(|wire| build_read(wire, cursor))
    }

    /// Becomes the labels that are built in place, whose length `build` tells; the root if that fails.
    fn set<E>(&mut self, build: impl FnOnce(&mut [u8; ROOM]) -> Result<u8, E>) -> Result<(), E> {
        let built = build(&mut self.room);
        self.set_labels_len(*built.as_ref().unwrap_or(&0));
        built.map(drop)
    }

    /// Moves the cursor behind a name without reading what it points to.
    pub(super) fn skip(cursor: &mut Cursor<'_>) -> Result<(), Malformed> {
        cursor.labels()?;
        match cursor.u8()? {
            0 => Ok(()),
            length if length & POINTER == POINTER => cursor.u8().map(drop),
            _ => Err(Malformed),
        }
    }

    /// The name as it goes over the wire, not compressed.
    pub(crate) fn wire(&self) -> &[u8] {
        &self.room[..=self.labels_len().into()]
    }

    /// The labels, without the root's.
    pub(crate) fn labels(&self) -> impl Iterator<Item = &[u8]> {
        let mut wire = self.wire();
        std::iter::from_fn(move || {
            let (&length, rest) = wire.split_first()?;
            let (label, rest) = rest.split_at_checked(length.into())?;
            wire = rest;
            (length > 0).then_some(label)
        })
    }

    /// The name with the labels of a domain behind its own.
    pub(crate) fn in_domain(&self, domain: &Self) -> Result<Self, NotAName> {
        let (mut name, own) = (*self, self.labels_len());
        let rest = name.room[own.into()..MAX_WIRE].get_mut(..domain.wire().len());
        rest.ok_or(NotAName)?.copy_from_slice(domain.wire());
        name.set_labels_len(own + domain.labels_len());
        Ok(name)
    }

    /// Gives each letter the case that the next bit says: an answer must repeat it, which is hard for
    /// those who have not seen the question (draft-vixie-dnsext-dns0x20). There is a bit for each byte.
    pub(crate) fn set_case(&mut self, bits: &[u8]) {
        let count = self.wire().len().div_ceil(8);
        let (words, _) = self.room.as_chunks_mut();
        for (bytes, bits) in words[..count].iter_mut().zip(bits) {
            let word = u64::from_le_bytes(*bytes);
            // Labels' lengths are at most 63, and so are not letters; nor is that of all of them, in the
            // last word, if that has labels.
            let letters = eight::letters(word);
            let small = letters & eight::chosen(*bits);
            *bytes = (word & !(letters >> 2) | small >> 2).to_le_bytes();
        }
    }

    /// The case of each letter, as [`set_case`](Self::set_case) takes it.
    pub(super) fn case(&self) -> Case {
        let mut bits = [0; MAX_WIRE.div_ceil(8)];
        for (bits, bytes) in bits.iter_mut().zip(self.wire().chunks(8)) {
            for (i, byte) in bytes.iter().enumerate() {
                *bits |= (byte >> 5 & 1) << i;
            }
        }
        bits
    }

    /// The first labels of the name, `len` bytes, which end where a label does.
    pub(super) fn first_labels(&self, len: u8) -> Self {
        let mut name = *self;
        name.set_labels_len(len);
        name
    }

    /// How many bytes the labels have, without the root's.
    pub(super) fn labels_len(&self) -> u8 {
        self.room[MAX_WIRE]
    }

    /// Ends the name behind so many bytes of labels.
    fn set_labels_len(&mut self, len: u8) {
        self.room[usize::from(len)] = 0;
        self.room[MAX_WIRE] = len;
    }

    /// How long [`text`](Self::text) is.
    pub(crate) fn text_len(&self) -> usize {
        if !self.seems_special() {
            return usize::from(self.labels_len()).saturating_sub(1);
        }
        let mut len = 0;
        for label in self.labels() {
            // With the dot.
            len += label.len() + 1;
            for byte in label.iter().filter(|byte| is_special(**byte)) {
                len += if *byte == 0 { 3 } else { 1 };
            }
        }
        len.saturating_sub(1)
    }

    /// Whether a label, or a label's length, looks like a byte that is escaped in text. Few do.
    fn seems_special(&self) -> bool {
        let end = usize::from(self.labels_len());
        (0..end).step_by(8).any(|at| {
            let word = word(&self.room, at);
            let special = [b'.', b'\\', 0].map(|byte| eight::equal(word, byte));
            let first = eight::places(special[0] | special[1] | special[2]).next();
            first.is_some_and(|place| at + place < end)
        })
    }

    /// The name's text, without a dot at the end; the root has none.
    pub(crate) fn text(&self) -> Text {
        let (mut bytes, len) = ([0; MAX_TEXT], self.text_len());
        self.write_text(&mut bytes[..len]);
        Text { bytes, len }
    }

    /// Writes the text to where there is room for it, and no more than that.
    pub(crate) fn write_text(&self, to: &mut [u8]) {
        if let [first, labels @ .., 0] = self.wire()
            && labels.len() == to.len()
        {
            // Nothing is escaped.
            to.copy_from_slice(labels);
            let mut dot = usize::from(*first);
            while let Some(byte) = to.get_mut(dot) {
                dot += 1 + usize::from(*byte);
                *byte = b'.';
            }
            return;
        }
        let mut len = 0;
        let mut push = |bytes: &[u8]| {
            to[len..len + bytes.len()].copy_from_slice(bytes);
            len += bytes.len();
        };
        for (i, label) in self.labels().enumerate() {
            if i > 0 {
                push(b".");
            }
            for byte in label {
                match byte {
                    b'.' | b'\\' => push(&[b'\\', *byte]),
                    0 => push(b"\\000"),
                    _ => push(&[*byte]),
                }
            }
        }
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.text().as_bytes().escape_ascii())
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.wire() == other.wire()
    }
}

/// The length of a label, which is neither empty nor too long.
fn label_len(len: usize) -> Result<u8, NotAName> {
    match len {
        1..=MAX_LABEL => Ok(len as u8),
        _ => Err(NotAName),
    }
}

/// Whether a byte of a label does not stand for itself in text.
fn is_special(byte: u8) -> bool {
    matches!(byte, b'.' | b'\\' | 0)
}

/// What a backslash and the bytes behind it mean, and how many bytes those are. A backslash that
/// escapes nothing is one.
fn escaped(rest: &[u8]) -> (u8, usize) {
    match rest {
        [b'0', b'0', b'0', ..] => (0, 3),
        [byte @ (b'.' | b'\\'), ..] => (*byte, 1),
        _ => (b'\\', 0),
    }
}

/// A name's text, with a NUL behind it: the labels of a name are at least two bytes shorter than
/// `MAX_WIRE`.
pub(crate) struct Text {
    bytes: [u8; MAX_TEXT],
    len: usize,
}

impl Text {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    pub(crate) fn with_nul(&self) -> &[u8] {
        &self.bytes[..=self.len]
    }
}

/// The eight bytes from there on.
fn word(wire: &[u8; ROOM], at: usize) -> u64 {
    u64::from_le_bytes(wire.as_chunks().0[at / 8])
}

/// Builds a name from text. Without escapes, labels are where they are in the text, one byte later.
fn build_text(wire: &mut [u8; ROOM], text: &[u8]) -> Result<u8, NotAName> {
    let Some(room) = wire[1..MAX_WIRE].get_mut(..text.len()) else {
        return build_escaped(wire, text);
    };
    room.copy_from_slice(text);
    wire[0] = 0;
    let (mut start, end) = (0, text.len() + 1);
    for at in (0..end).step_by(8) {
        let word = word(wire, at);
        if eight::equal(word, b'\\') != 0 {
            return build_escaped(wire, text);
        }
        let dots = eight::places(eight::equal(word, b'.')).map(|place| at + place);
        for dot in dots.take_while(|dot| *dot < end) {
            wire[start] = label_len(dot - start - 1)?;
            start = dot;
        }
    }
    let last = end - start - 1;
    if last > 0 {
        wire[start] = label_len(last)?;
        start = end;
    }
    if start < MAX_WIRE {
        Ok(start as u8)
    } else {
        Err(NotAName)
    }
}

fn build_escaped(wire: &mut [u8; ROOM], text: &[u8]) -> Result<u8, NotAName> {
    let mut name = Builder::new(wire);
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'.' => {
                label_len(name.label_len())?;
                name.end_label();
            }
            b'\\' => {
                let (byte, length) = escaped(rest);
                rest = &rest[length..];
                name.push(&[byte])?;
            }
            _ => name.push(&[byte])?,
        }
    }
    Ok(name.finish())
}

/// Builds the name at the cursor.
fn build_read(wire: &mut [u8; ROOM], cursor: &mut Cursor<'_>) -> Result<u8, Malformed> {
    let mut len = 0;
    let mut at = *cursor;
    let mut followed = false;
    // A pointer must lead backwards, or names could go on for ever.
    let mut limit = cursor.position();
    for _ in 0..=MAX_POINTERS {
        let labels = at.labels()?;
        let room = wire[..MAX_WIRE - 1].get_mut(len..len + labels.len());
        room.ok_or(Malformed)?.copy_from_slice(labels);
        len += labels.len();
        let target = match at.u8()? {
            0 => None,
            high if high & POINTER == POINTER => {
                Some(usize::from(u16::from_be_bytes([high & !POINTER, at.u8()?])))
            }
            _ => return Err(Malformed),
        };
        if !followed {
            *cursor = at;
            followed = true;
        }
        let Some(target) = target else {
            return Ok(len as u8);
        };
        if target >= limit {
            return Err(Malformed);
        }
        limit = target;
        at.go_to(target);
    }
    Err(Malformed)
}

/// A name that grows label by label.
struct Builder<'a> {
    wire: &'a mut [u8; ROOM],
    /// Where the length of the label under construction will be.
    label: usize,
    /// Where the next byte goes.
    end: usize,
}

impl<'a> Builder<'a> {
    fn new(wire: &'a mut [u8; ROOM]) -> Self {
        Builder {
            wire,
            label: 0,
            end: 1,
        }
    }

    fn label_len(&self) -> usize {
        self.end - self.label - 1
    }

    fn push(&mut self, bytes: &[u8]) -> Result<(), NotAName> {
        let end = self.end + bytes.len();
        // The last byte is the root's. It may be that nothing but that is missing.
        let full = end > MAX_WIRE - 1 && !bytes.is_empty();
        if full || self.label_len() + bytes.len() > MAX_LABEL {
            return Err(NotAName);
        }
        self.wire[self.end..end].copy_from_slice(bytes);
        self.end = end;
        Ok(())
    }

    /// Ends a label that has at least one byte.
    fn end_label(&mut self) {
        // `push` keeps it within bounds.
        self.wire[self.label] = self.label_len() as u8;
        self.label = self.end;
        self.end += 1;
    }

    /// Ends the last label, and says how long all are.
    fn finish(mut self) -> u8 {
        if self.label_len() > 0 {
            self.end_label();
        }
        self.label as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        Name::from_text(text.as_bytes()).unwrap()
    }

    fn text(name: &Name) -> String {
        assert_eq!(name.text().as_bytes().len(), name.text_len());
        String::from_utf8(name.text().as_bytes().to_vec()).unwrap()
    }

    #[test]
    fn text_to_wire_and_back() {
        assert_eq!(
            name("www.Example.com").wire(),
            b"\x03www\x07Example\x03com\0"
        );
        assert_eq!(name("a.b.").wire(), b"\x01a\x01b\0");
        for root in ["", "."] {
            assert_eq!(name(root).wire(), b"\0");
        }
        for same in ["www.example.com", "a b", r"a\.b.c", r"a\\b", r"\000x", ""] {
            assert_eq!(text(&name(same)), same);
        }
        assert_eq!(text(&name(r"a\b.\066\00")), r"a\\b.\\066\\00");
        assert_eq!(name("x").text().with_nul(), b"x\0");
    }

    #[test]
    fn bounds() {
        let label = "x".repeat(63);
        let longest = [&label[..], &label, &label, &label[..61]].join(".");
        assert_eq!(name(&longest).wire().len(), 255);
        assert_eq!(text(&name(&longest)), longest);
        assert_eq!(name(&format!("{longest}.")), name(&longest));
        let too_long = [&label[..], &label, &label, &label[..62]].join(".");
        let long_label = "x".repeat(64);
        let escaped = [r"a..\\", r".a\\", &format!(r"{long_label}\\")].map(String::from);
        for bad in [
            &too_long[..],
            &long_label,
            "a..b",
            ".a",
            "..",
            "a..",
            &escaped[0],
            &escaped[1],
            &escaped[2],
        ] {
            assert!(Name::from_text(bad.as_bytes()).is_err(), "{bad}");
        }
        let nul = r"\000".repeat(61);
        let all_escaped = [nul.clone(), nul.clone(), nul.clone(), nul].join(".");
        assert_eq!(text(&name(&all_escaped)), all_escaped);
    }

    fn read(message: &[u8], at: usize) -> Option<(String, usize)> {
        let mut cursor = Cursor::new(message);
        cursor.go_to(at);
        let name = Name::read(&mut cursor).ok()?;
        let mut skipped = Cursor::new(message);
        skipped.go_to(at);
        assert_eq!(Name::skip(&mut skipped), Ok(()));
        assert_eq!(skipped.position(), cursor.position());
        Some((text(&name), cursor.position()))
    }

    #[test]
    fn compressed() {
        let message = b"\x01a\x02bc\0\x01x\xc0\x02\xc0\x06\xff";
        assert_eq!(read(message, 0), Some(("a.bc".into(), 6)));
        assert_eq!(read(message, 6), Some(("x.bc".into(), 10)));
        assert_eq!(read(message, 10), Some(("x.bc".into(), 12)));
        for (message, at) in [
            (&b"\xc0\x00"[..], 0),    // to itself
            (b"\xc0\x02\xc0\x00", 2), // to one that goes forward
            (b"\x01a\xc0\x00", 2),    // to a label that leads back here
            (b"\xc0\x02\x01a\0", 0),  // forward
            (b"\x40a\0", 0),          // neither label nor pointer
            (b"\x03ab", 0),           // cut off
            (b"\xc0", 0),
            (b"", 0),
            (b"\x01a", 0),
        ] {
            assert_eq!(read(message, at), None, "{message:?}");
        }
    }

    #[test]
    fn long_by_pointers() {
        // Each name has one more label and points to the one before.
        let mut message = b"\x3f".to_vec();
        message.extend([b'a'; 63]);
        message.push(0);
        let mut last = 0;
        for names in 2..=4 {
            let at = message.len();
            message.push(62);
            message.extend([b'b'; 62]);
            message.extend([POINTER | (last >> 8) as u8, last as u8]);
            last = at;
            assert!(read(&message, at).is_some(), "{names}");
        }
        let at = message.len();
        message.extend([1, b'c', POINTER | (last >> 8) as u8, last as u8]);
        assert_eq!(read(&message, at), None);
    }

    #[test]
    fn domains() {
        let (long, longer) = ("x".repeat(63), format!("{}.a.b.", "x".repeat(63)).repeat(3));
        assert_eq!(name("a.b").in_domain(&name("C.d")), Ok(name("a.b.C.d")));
        assert_eq!(name("a").in_domain(&Name::ROOT), Ok(name("a")));
        assert_eq!(Name::ROOT.in_domain(&name("a")), Ok(name("a")));
        let own = name("a.b").labels_len();
        assert_eq!(name("a.b.C.d").first_labels(own), name("a.b"));
        assert!(name(&long).in_domain(&name(&longer)).is_err());
    }

    #[test]
    fn case() {
        let mut mixed = name("abc-1.example.com");
        mixed.set_case(&[0b0101_0101; 32]);
        assert_ne!(mixed, name("abc-1.example.com"));
        assert!(
            mixed
                .wire()
                .eq_ignore_ascii_case(b"\x05abc-1\x07example\x03com\0")
        );
        mixed.set_case(&[0; 32]);
        let mut restored = mixed;
        restored.set_case(&name("aBc-1.exAmple.com").case());
        assert_eq!(restored, name("aBc-1.exAmple.com"));
        assert_eq!(mixed, name("ABC-1.EXAMPLE.COM"));
    }
}
