//! Percent-encoding of URIs (RFC 3986, section 2.1), and HTML's entities.
#![forbid(unsafe_code)]

use crate::rt::mm::OutOfMemory;
use crate::rt::text::Text;

/// What a plus sign stands for when a text is decoded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plus {
    Itself,
    /// A space, as in forms and queries.
    Space,
    /// A space behind the first question mark, itself before that.
    SpaceInQuery,
}

/// Bytes that stand for themselves everywhere in a URI (RFC 3986, section 2.3).
pub(super) fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

/// Encodes all bytes but the unreserved ones; a space as a plus sign, if that is wanted.
pub(crate) fn encode(bytes: &[u8], space_as_plus: bool) -> Result<Text, OutOfMemory> {
    let is_plus = |byte: u8| space_as_plus && byte == b' ';
    let width = |byte: &u8| match *byte {
        byte if is_unreserved(byte) || is_plus(byte) => 1,
        _ => 3,
    };
    Text::filled(bytes.iter().map(width).sum(), |mut room| {
        for byte in bytes {
            let (start, rest) = room.split_at_mut(width(byte));
            room = rest;
            match start {
                [one] => *one = if is_plus(*byte) { b'+' } else { *byte },
                _ => start.copy_from_slice(&percent(*byte)),
            }
        }
    })
}

fn percent(byte: u8) -> [u8; 3] {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |value: u8| DIGITS[usize::from(value)];
    [b'%', digit(byte >> 4), digit(byte & 15)]
}

/// Decodes. A percent sign without two hexadecimal digits behind it stands for itself.
pub(crate) fn decode(bytes: &[u8], plus: Plus) -> Result<Text, OutOfMemory> {
    Text::filled(decoded(bytes, plus).count(), |room| {
        for (place, byte) in room.iter_mut().zip(decoded(bytes, plus)) {
            *place = byte;
        }
    })
}

/// The bytes that a text stands for.
pub(super) fn decoded(bytes: &[u8], plus: Plus) -> impl Iterator<Item = u8> {
    let mut rest = bytes;
    let mut plus_is_space = plus == Plus::Space;
    std::iter::from_fn(move || {
        let (&first, after) = rest.split_first()?;
        rest = after;
        match first {
            b'?' if plus == Plus::SpaceInQuery => plus_is_space = true,
            b'+' if plus_is_space => return Some(b' '),
            b'%' => {
                if let [high, low, after @ ..] = rest
                    && let (Some(high), Some(low)) = (hex(*high), hex(*low))
                {
                    rest = after;
                    return Some(high << 4 | low);
                }
            }
            _ => {}
        }
        Some(first)
    })
}

/// The value of a hexadecimal digit.
pub(super) fn hex(digit: u8) -> Option<u8> {
    let value = char::from(digit).to_digit(16)?;
    // At most 15.
    Some(value as u8)
}

/// Replaces the five characters that mean something in HTML.
pub(crate) fn escape_html(bytes: &[u8]) -> Result<Text, OutOfMemory> {
    let entity = |byte: &u8| -> Option<&'static [u8]> {
        match byte {
            b'<' => Some(b"&lt;"),
            b'>' => Some(b"&gt;"),
            b'"' => Some(b"&quot;"),
            b'\'' => Some(b"&#039;"),
            b'&' => Some(b"&amp;"),
            _ => None,
        }
    };
    let width = |byte| entity(byte).map_or(1, <[u8]>::len);
    Text::filled(bytes.iter().map(width).sum(), |mut room| {
        for byte in bytes {
            let (start, rest) = room.split_at_mut(width(byte));
            room = rest;
            match entity(byte) {
                Some(entity) => start.copy_from_slice(entity),
                None => start[0] = *byte,
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let all: Vec<u8> = (0..=255).collect();
        for plus in [false, true] {
            let encoded = encode(&all, plus).unwrap();
            assert!(encoded.as_bytes().is_ascii());
            let back = decode(
                encoded.as_bytes(),
                if plus { Plus::Space } else { Plus::Itself },
            );
            assert_eq!(back.unwrap().as_bytes(), all);
        }
        assert_eq!(
            encode(b"a b~/\xff", true).unwrap().as_bytes(),
            b"a+b~%2F%FF"
        );
        assert_eq!(encode(b"a b", false).unwrap().as_bytes(), b"a%20b");
    }

    #[test]
    fn odd_escapes() {
        let decode = |text: &[u8], plus| decode(text, plus).unwrap().as_bytes().to_vec();
        for same in [&b"%"[..], b"%4", b"%4g", b"%g4", b"a%%", b"+"] {
            assert_eq!(decode(same, Plus::Itself), same);
        }
        assert_eq!(decode(b"%00%41+%7e", Plus::Space), b"\0A ~");
        assert_eq!(decode(b"a+b?c+d?e+%2B", Plus::SpaceInQuery), b"a+b?c d?e +");
        assert_eq!(decode(b"%%41", Plus::Itself), b"%A");
    }

    #[test]
    fn html() {
        let text = escape_html(b"<a href=\"x\">'&'</a>").unwrap();
        assert_eq!(
            text.as_bytes(),
            b"&lt;a href=&quot;x&quot;&gt;&#039;&amp;&#039;&lt;/a&gt;"
        );
    }
}
