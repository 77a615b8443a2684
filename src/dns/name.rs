//! Domain names: as text, and as they go over the wire (RFC 1035, sections 3.1 and 4.1.4).
//!
//! In text a backslash stands before a dot or a backslash that is part of a label, and before `000` for a
//! NUL byte, which C strings cannot hold. All other bytes are as they are.
#![forbid(unsafe_code)]

use std::fmt;

use super::cursor::{Cursor, Malformed};

/// The longest name on the wire, with the length of each label and the root's.
const MAX_WIRE: usize = 255;
/// The longest label.
const MAX_LABEL: usize = 63;
/// The longest text of a name: every byte of its labels written as `\000`.
pub(crate) const MAX_TEXT: usize = 4 * MAX_WIRE;
/// Marks a pointer to an earlier place of the message, where a label's length could be.
pub(super) const POINTER: u8 = 0xc0;

/// A bit for each byte of a name: whether a letter is a small one.
pub(super) type Case = [u8; MAX_WIRE.div_ceil(8)];

/// The text is not a domain name: an empty label, or too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotAName;

/// A domain name.
///
/// INVARIANT: the first `len` bytes are labels, each after its length, that end with the root's.
#[derive(Clone, Copy)]
pub(crate) struct Name {
    wire: [u8; MAX_WIRE],
    len: u8,
}

impl Name {
    pub(crate) const ROOT: Self = Name {
        wire: [0; MAX_WIRE],
        len: 1,
    };

    /// Reads text; a dot at the end makes no difference.
    pub(crate) fn from_text(text: &[u8]) -> Result<Self, NotAName> {
        let mut name = Self::ROOT;
        name.set_text(text)?;
        Ok(name)
    }

    /// Becomes the name that a text says; the root if that is none.
    pub(crate) fn set_text(&mut self, text: &[u8]) -> Result<(), NotAName> {
        self.set(|wire| {
            if text == b"." {
                build_plain(wire, b"")
            } else if text.contains(&b'\\') {
                build_escaped(wire, text)
            } else {
                build_plain(wire, text)
            }
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

    /// Becomes what is built in place, whose length `build` tells; the root if that fails.
    fn set<E>(
        &mut self,
        build: impl FnOnce(&mut [u8; MAX_WIRE]) -> Result<u8, E>,
    ) -> Result<(), E> {
        let built = build(&mut self.wire);
        self.len = *built.as_ref().unwrap_or(&1);
        if built.is_err() {
            self.wire[0] = 0;
        }
        built.map(drop)
    }

    /// Moves the cursor behind a name without reading what it points to.
    pub(super) fn skip(cursor: &mut Cursor<'_>) -> Result<(), Malformed> {
        loop {
            match cursor.u8()? {
                0 => return Ok(()),
                length if length & POINTER == POINTER => return cursor.u8().map(|_| ()),
                length if usize::from(length) <= MAX_LABEL => cursor.bytes(length.into())?,
                _ => return Err(Malformed),
            };
        }
    }

    /// The name as it goes over the wire, not compressed.
    pub(crate) fn wire(&self) -> &[u8] {
        &self.wire[..self.len.into()]
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
        let own = usize::from(self.len) - 1;
        let mut wire = self.wire;
        let rest = wire[own..].get_mut(..domain.len.into()).ok_or(NotAName)?;
        rest.copy_from_slice(domain.wire());
        let len = u8::try_from(own).map_err(|_| NotAName)? + domain.len;
        Ok(Name { wire, len })
    }

    /// Gives each letter the case that the next bit says: an answer must repeat it, which is hard for
    /// those who have not seen the question (draft-vixie-dnsext-dns0x20). There is a bit for each byte.
    pub(crate) fn set_case(&mut self, bits: &[u8]) {
        let wire = &mut self.wire[..self.len.into()];
        for (bytes, bits) in wire.chunks_mut(8).zip(bits) {
            for (i, byte) in bytes.iter_mut().enumerate() {
                // Lengths are at most 63, and so are not letters.
                if byte.is_ascii_alphabetic() {
                    *byte = (*byte & !0x20) | (bits >> i & 1) << 5;
                }
            }
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
        name.wire[usize::from(len)] = 0;
        name.len = len + 1;
        name
    }

    /// How many bytes the labels have, without the root's.
    pub(super) fn labels_len(&self) -> u8 {
        self.len - 1
    }

    /// How long [`text`](Self::text) is.
    pub(crate) fn text_len(&self) -> usize {
        let mut len = 0;
        for label in self.labels() {
            // With the dot. Most have nothing special.
            len += label.len() + 1;
            for byte in label.iter().filter(|byte| is_special(**byte)) {
                len += if *byte == 0 { 3 } else { 1 };
            }
        }
        len.saturating_sub(1)
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

/// Builds a name from text without escapes: labels are where they are in the text, one byte later.
fn build_plain(wire: &mut [u8; MAX_WIRE], text: &[u8]) -> Result<u8, NotAName> {
    let room = wire[1..].get_mut(..text.len());
    room.ok_or(NotAName)?.copy_from_slice(text);
    let mut start = 0;
    for (i, byte) in text.iter().enumerate() {
        if *byte == b'.' {
            wire[start] = label_len(i - start)?;
            start = i + 1;
        }
    }
    let last = text.len() - start;
    if last > 0 {
        wire[start] = label_len(last)?;
        start += last + 1;
    }
    *wire.get_mut(start).ok_or(NotAName)? = 0;
    Ok((start + 1) as u8)
}

fn build_escaped(wire: &mut [u8; MAX_WIRE], text: &[u8]) -> Result<u8, NotAName> {
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
fn build_read(wire: &mut [u8; MAX_WIRE], cursor: &mut Cursor<'_>) -> Result<u8, Malformed> {
    let mut name = Builder::new(wire);
    let mut at = *cursor;
    let mut followed = false;
    // A pointer must lead backwards, or names could go on for ever.
    let mut limit = cursor.position();
    loop {
        match at.u8()? {
            0 => {
                if !followed {
                    *cursor = at;
                }
                return Ok(name.finish());
            }
            length if length & POINTER == POINTER => {
                let low = at.u8()?;
                if !followed {
                    *cursor = at;
                    followed = true;
                }
                let target = usize::from(u16::from_be_bytes([length & !POINTER, low]));
                if target >= limit {
                    return Err(Malformed);
                }
                limit = target;
                at.go_to(target);
            }
            length if usize::from(length) <= MAX_LABEL => {
                let label = at.bytes(length.into())?;
                name.push(label).map_err(|NotAName| Malformed)?;
                name.end_label();
            }
            _ => return Err(Malformed),
        }
    }
}

/// A name that grows label by label.
struct Builder<'a> {
    wire: &'a mut [u8; MAX_WIRE],
    /// Where the length of the label under construction will be.
    label: usize,
    /// Where the next byte goes.
    end: usize,
}

impl<'a> Builder<'a> {
    fn new(wire: &'a mut [u8; MAX_WIRE]) -> Self {
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

    /// Ends the name with the root's label, and says how long it is.
    fn finish(mut self) -> u8 {
        if self.label_len() > 0 {
            self.end_label();
        }
        self.wire[self.label] = 0;
        (self.label + 1) as u8
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
