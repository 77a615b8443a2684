//! Domain names: as text, and as they go over the wire (RFC 1035, sections 3.1 and 4.1.4).
//!
//! In text a backslash stands before a dot or a backslash that is part of a label, and before `000` for a
//! NUL byte, which C strings cannot hold. All other bytes are as they are.
#![forbid(unsafe_code)]

use std::fmt;
use std::ops::Range;

use super::cursor::{Cursor, Malformed};

/// The longest name on the wire, with the length of each label and the root's.
const MAX_WIRE: usize = 255;
/// The longest label.
const MAX_LABEL: usize = 63;
/// The longest text of a name: every byte of its labels written as `\000`.
pub(crate) const MAX_TEXT: usize = 4 * MAX_WIRE;
/// Marks a pointer to an earlier place of the message, where a label's length could be.
pub(super) const POINTER: u8 = 0xc0;

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
        let mut name = Builder::new();
        let mut rest = text;
        loop {
            let plain = rest.iter().take_while(|byte| !is_special(**byte)).count();
            let (bytes, after) = rest.split_at(plain);
            name.push(bytes)?;
            let Some((&byte, after)) = after.split_first() else {
                return name.finish();
            };
            rest = after;
            match byte {
                b'.' => {
                    // The root itself is a single dot.
                    if name.label_len() == 0 {
                        return if text.len() == 1 {
                            Ok(Self::ROOT)
                        } else {
                            Err(NotAName)
                        };
                    }
                    name.end_label()?;
                }
                _ => {
                    let (byte, length) = escaped(rest);
                    rest = &rest[length..];
                    name.push(&[byte])?;
                }
            }
        }
    }

    /// Reads a name at the cursor, which follows pointers and ends behind the name.
    pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Self, Malformed> {
        let mut name = Builder::new();
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
                    return name.finish().map_err(|NotAName| Malformed);
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
                    name.end_label().map_err(|NotAName| Malformed)?;
                }
                _ => return Err(Malformed),
            }
        }
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
        self.label_ranges().map(|range| &self.wire[range])
    }

    /// Where the labels are within [`wire`](Self::wire).
    pub(super) fn label_ranges(&self) -> impl Iterator<Item = Range<usize>> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let length = usize::from(self.wire[at]);
            let start = at + 1;
            at = start + length;
            (length > 0).then_some(start..at)
        })
    }

    /// Whether two names are the same, letters of either case counting as one (RFC 4343).
    pub(crate) fn eq_ignore_case(&self, other: &Self) -> bool {
        self.wire().eq_ignore_ascii_case(other.wire())
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
    /// those who have not seen the question (draft-vixie-dnsext-dns0x20).
    pub(crate) fn set_case(&mut self, bits: &[u8; 32]) {
        // Lengths are at most 63, and so are not letters.
        for (i, byte) in self.wire.iter_mut().enumerate() {
            if byte.is_ascii_alphabetic() {
                *byte = (*byte & !0x20) | (bits[i / 8] >> (i % 8) & 1) << 5;
            }
        }
    }

    /// How long [`text`](Self::text) is.
    pub(crate) fn text_len(&self) -> usize {
        let mut len = 0;
        for label in self.labels() {
            // With the dot.
            len += label.len() + 1;
            for byte in label {
                len += match byte {
                    b'.' | b'\\' => 1,
                    0 => 3,
                    _ => 0,
                };
            }
        }
        len.saturating_sub(1)
    }

    /// The name as text, without a dot at the end; the root is empty.
    pub(crate) fn text(&self) -> Text {
        let mut text = Text {
            bytes: [0; MAX_TEXT],
            len: 0,
        };
        for (i, label) in self.labels().enumerate() {
            if i > 0 {
                text.push(b".");
            }
            if !label.iter().any(|byte| is_special(*byte) || *byte == 0) {
                text.push(label);
                continue;
            }
            for byte in label {
                match byte {
                    b'.' | b'\\' => text.push(&[b'\\', *byte]),
                    0 => text.push(b"\\000"),
                    _ => text.push(&[*byte]),
                }
            }
        }
        text
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

/// Whether a byte of a text does not stand for itself.
fn is_special(byte: u8) -> bool {
    matches!(byte, b'.' | b'\\')
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

/// A name's text, with a NUL behind it.
pub(crate) struct Text {
    bytes: [u8; MAX_TEXT],
    len: usize,
}

impl Text {
    fn push(&mut self, bytes: &[u8]) {
        // The labels of a name are at least two bytes shorter than `MAX_WIRE`, so a NUL stays.
        self.bytes[self.len..self.len + bytes.len()].copy_from_slice(bytes);
        self.len += bytes.len();
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    pub(crate) fn with_nul(&self) -> &[u8] {
        &self.bytes[..=self.len]
    }
}

/// A name that grows label by label.
struct Builder {
    wire: [u8; MAX_WIRE],
    /// Where the length of the label under construction will be.
    label: usize,
    /// Where the next byte goes.
    end: usize,
}

impl Builder {
    fn new() -> Self {
        Builder {
            wire: [0; MAX_WIRE],
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
    fn end_label(&mut self) -> Result<(), NotAName> {
        let length = u8::try_from(self.label_len()).map_err(|_| NotAName)?;
        self.wire[self.label] = length;
        self.label = self.end;
        self.end += 1;
        Ok(())
    }

    fn finish(mut self) -> Result<Name, NotAName> {
        if self.label_len() > 0 {
            self.end_label()?;
        }
        Ok(Name {
            wire: self.wire,
            len: u8::try_from(self.label + 1).map_err(|_| NotAName)?,
        })
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
        for bad in [&too_long[..], &long_label, "a..b", ".a", "..", "a.."] {
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
        assert!(name(&long).in_domain(&name(&longer)).is_err());
    }

    #[test]
    fn case() {
        let mut mixed = name("abc-1.example.com");
        mixed.set_case(&[0b0101_0101; 32]);
        assert_ne!(mixed, name("abc-1.example.com"));
        assert!(mixed.eq_ignore_case(&name("ABC-1.EXAMPLE.COM")));
        mixed.set_case(&[0; 32]);
        assert_eq!(mixed, name("ABC-1.EXAMPLE.COM"));
        assert!(!mixed.eq_ignore_case(&name("abc-2.example.com")));
    }
}
