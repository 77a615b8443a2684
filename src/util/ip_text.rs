//! IP addresses as text, in all the forms that libevent takes. Some are forms that inet_pton()
//! refuses; programs may have come to rely on them:
//!
//! - the numbers of IPv4 may have leading zeros, which do not make them octal, and blanks and a sign
//!   before them;
//! - a colon may follow the last group of IPv6, and `0x` may come before a group of one or two digits.
#![forbid(unsafe_code)]

use std::fmt::{self, Write};
use std::net::{IpAddr, SocketAddr, SocketAddrV4, SocketAddrV6};

/// Reads `1.2.3.4`.
pub(crate) fn parse_ipv4(text: &[u8]) -> Option<[u8; 4]> {
    let mut bytes = [0; 4];
    let mut rest = text;
    for (i, byte) in bytes.iter_mut().enumerate() {
        if i > 0 {
            rest = rest.strip_prefix(b".")?;
        }
        let value;
        (value, rest) = number(rest)?;
        *byte = u8::try_from(value).ok()?;
    }
    rest.is_empty().then_some(bytes)
}

/// Reads `1:2::8`, also with the last two groups written as IPv4: `1::1.2.3.4`.
pub(crate) fn parse_ipv6(text: &[u8]) -> Option<[u8; 16]> {
    let (mut rest, tail) = split_ipv4(text)?;
    let mut groups = Groups::new();
    if let Some(after) = rest.strip_prefix(b"::") {
        groups.open_gap()?;
        rest = after;
    }
    while let Some(&next) = rest.first() {
        if next == b':' && !groups.is_empty() {
            groups.open_gap()?;
            rest = &rest[1..];
            continue;
        }
        let group;
        (group, rest) = hex_group(rest)?;
        groups.push(group)?;
        if !rest.is_empty() {
            rest = rest.strip_prefix(b":")?;
        }
    }
    if let Some([a, b, c, d]) = tail {
        groups.push(u16::from_be_bytes([a, b]))?;
        groups.push(u16::from_be_bytes([c, d]))?;
    }
    groups.address()
}

/// Reads an IPv6 address that may be followed by `%` and an interface: its name, which `index_of`
/// turns into a number, or that number. Without an interface the number is 0.
pub(crate) fn parse_scoped(
    text: &[u8],
    index_of: impl FnOnce(&[u8]) -> Option<u32>,
) -> Option<([u8; 16], u32)> {
    let Some(percent) = text.iter().position(|&c| c == b'%') else {
        return Some((parse_ipv6(text)?, 0));
    };
    let interface = &text[percent + 1..];
    let index = match index_of(interface) {
        Some(index) => index,
        None if interface.is_empty() => 0,
        None => match number(interface)? {
            (index, b"") => u32::try_from(index).ok()?,
            _ => return None,
        },
    };
    Some((parse_ipv6(&text[..percent])?, index))
}

/// Reads an address with or without a port: `1.2.3.4:80`, `[::1]:80`, `1.2.3.4`, `[::1]`, `::1`. The
/// port is not 0, unless there is none. What follows the brackets or the port does not matter.
pub(crate) fn parse_with_port(
    text: &[u8],
    index_of: impl FnOnce(&[u8]) -> Option<u32>,
) -> Option<SocketAddr> {
    let colon = text.iter().position(|&c| c == b':');
    let (ipv6, port) = if let Some(bracketed) = text.strip_prefix(b"[") {
        let end = bracketed.iter().position(|&c| c == b']')?;
        let port = bracketed[end + 1..].strip_prefix(b":");
        (&bracketed[..end], port)
    } else if colon != text.iter().rposition(|&c| c == b':') {
        (text, None)
    } else {
        let (ipv4, port) = match colon {
            Some(colon) => (&text[..colon], Some(&text[colon + 1..])),
            None => (text, None),
        };
        let ipv4 = parse_ipv4(ipv4)?;
        return Some(SocketAddrV4::new(ipv4.into(), parse_port(port)?).into());
    };
    let port = parse_port(port)?;
    let (ipv6, scope) = parse_scoped(ipv6, index_of)?;
    Some(SocketAddrV6::new(ipv6.into(), port, 0, scope).into())
}

fn parse_port(text: Option<&[u8]>) -> Option<u16> {
    let Some(text) = text else {
        return Some(0);
    };
    let (port, _) = number(text)?;
    u16::try_from(port).ok().filter(|&port| port != 0)
}

/// Writes `1.2.3.4`.
pub(crate) fn write_ipv4(out: &mut impl Write, [a, b, c, d]: [u8; 4]) -> fmt::Result {
    write!(out, "{a}.{b}.{c}.{d}")
}

/// Writes an IPv6 address in its short form. The last two groups are written as IPv4 if the address
/// is mapped from IPv4 (`::ffff:1.2.3.4`) or compatible with it (`::1.2.3.4`).
pub(crate) fn write_ipv6(out: &mut impl Write, bytes: [u8; 16]) -> fmt::Result {
    let groups: [u16; 8] =
        std::array::from_fn(|i| u16::from_be_bytes([bytes[2 * i], bytes[2 * i + 1]]));
    let prefix = match groups {
        [0, 0, 0, 0, 0, 0, g, h] if g != 0 && h != 0 => Some("::"),
        [0, 0, 0, 0, 0, 0xffff, _, _] => Some("::ffff:"),
        _ => None,
    };
    if let Some(prefix) = prefix {
        out.write_str(prefix)?;
        return write_ipv4(out, [bytes[12], bytes[13], bytes[14], bytes[15]]);
    }
    let Some((start, end)) = longest_gap(&groups) else {
        return write_groups(out, &groups);
    };
    write_groups(out, &groups[..start])?;
    out.write_str("::")?;
    write_groups(out, &groups[end..])
}

fn write_groups(out: &mut impl Write, groups: &[u16]) -> fmt::Result {
    for (i, group) in groups.iter().enumerate() {
        let colon = if i > 0 { ":" } else { "" };
        write!(out, "{colon}{group:x}")?;
    }
    Ok(())
}

/// Where the longest run of at least two zeros, the first of several, begins and ends.
fn longest_gap(groups: &[u16; 8]) -> Option<(usize, usize)> {
    let mut longest = None;
    let mut length = 1;
    for start in 0..groups.len() {
        let run = groups[start..].iter().take_while(|&&group| group == 0);
        let run = run.count();
        if run > length {
            longest = Some((start, start + run));
            length = run;
        }
    }
    longest
}

/// The groups of an IPv6 address as they are read.
struct Groups {
    values: [u16; 8],
    len: usize,
    /// How many come before the `::`.
    gap: Option<usize>,
}

impl Groups {
    fn new() -> Self {
        Groups {
            values: [0; 8],
            len: 0,
            gap: None,
        }
    }

    fn is_empty(&self) -> bool {
        self.len == 0
    }

    fn push(&mut self, value: u16) -> Option<()> {
        *self.values.get_mut(self.len)? = value;
        self.len += 1;
        Some(())
    }

    /// Only one gap is allowed.
    fn open_gap(&mut self) -> Option<()> {
        match self.gap.replace(self.len) {
            None => Some(()),
            Some(_) => None,
        }
    }

    /// The address, if there are eight groups, or fewer and a gap.
    fn address(mut self) -> Option<[u8; 16]> {
        let missing = self.values.len() - self.len;
        if self.gap.is_some() != (missing > 0) {
            return None;
        }
        if let Some(gap) = self.gap {
            // Those that are missing are zeros at the end: move them into the gap.
            self.values[gap..].rotate_right(missing);
        }
        let mut bytes = [0; 16];
        for (pair, group) in bytes.chunks_exact_mut(2).zip(self.values) {
            pair.copy_from_slice(&group.to_be_bytes());
        }
        Some(bytes)
    }
}

/// Splits off an IPv4 address at the end, which must follow a colon.
fn split_ipv4(text: &[u8]) -> Option<(&[u8], Option<[u8; 4]>)> {
    let Some(dot) = text.iter().position(|&c| c == b'.') else {
        return Some((text, None));
    };
    let colon = text[..dot].iter().rposition(|&c| c == b':')?;
    let (head, tail) = text.split_at(colon + 1);
    if !tail[0].is_ascii_digit() {
        return None;
    }
    Some((head, Some(parse_ipv4(tail)?)))
}

/// Reads a group of up to four characters; gives it and what follows.
fn hex_group(text: &[u8]) -> Option<(u16, &[u8])> {
    let (digits, most) = match text {
        [b'0', b'x' | b'X', digits @ ..] => (digits, 2),
        _ => (text, 4),
    };
    let len = digits.iter().take_while(|c| c.is_ascii_hexdigit()).count();
    if len == 0 || len > most {
        return None;
    }
    let (digits, rest) = digits.split_at(len);
    let value = std::str::from_utf8(digits).ok()?;
    Some((u16::from_str_radix(value, 16).ok()?, rest))
}

/// Reads a decimal number as scanf() does, after blanks and a sign; gives it and what follows. One
/// that is too large becomes the largest.
pub(crate) fn number(text: &[u8]) -> Option<(i64, &[u8])> {
    let blank = |c: &u8| matches!(c, b' ' | b'\t'..=b'\r');
    let text = &text[text.iter().take_while(|c| blank(c)).count()..];
    let (sign, text) = match text {
        [b'+', text @ ..] => (1, text),
        [b'-', text @ ..] => (-1, text),
        _ => (1, text),
    };
    let len = text.iter().take_while(|c| c.is_ascii_digit()).count();
    if len == 0 {
        return None;
    }
    let (digits, rest) = text.split_at(len);
    let value = digits.iter().fold(0i64, |value, digit| {
        value
            .saturating_mul(10)
            .saturating_add(i64::from(digit - b'0'))
    });
    Some((sign * value, rest))
}

/// An address, to be shown as `inet_ntop` does.
pub(crate) struct Shown(pub(crate) IpAddr);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            IpAddr::V4(ip) => write_ipv4(f, ip.octets()),
            IpAddr::V6(ip) => write_ipv6(f, ip.octets()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{Ipv4Addr, Ipv6Addr};

    fn ipv6(text: &str) -> Option<Ipv6Addr> {
        parse_ipv6(text.as_bytes()).map(Ipv6Addr::from)
    }

    #[test]
    fn ipv4_forms() {
        let ipv4 = |text: &str| parse_ipv4(text.as_bytes()).map(Ipv4Addr::from);
        let expected = Some(Ipv4Addr::new(1, 20, 3, 4));
        for text in ["1.20.3.4", "001.020.03.4", " 1.+20.\t3.4"] {
            assert_eq!(ipv4(text), expected, "{text}");
        }
        for text in [
            "",
            "1.2.3",
            "1.2.3.",
            "1.2.3.4.",
            "1.2.3.4 ",
            "1 .2.3.4",
            "1.2.3.256",
            "1.2.3.-4",
            "1.2.3.4294967300",
            "1.2.3.99999999999999999999",
            "1.2.3.0x4",
            "a.2.3.4",
        ] {
            assert_eq!(ipv4(text), None, "{text}");
        }
    }

    #[test]
    fn ipv6_forms() {
        for text in [
            "::",
            "::1",
            "1::",
            "1::8",
            "1:2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7::",
            "::2:3:4:5:6:7:8",
            "::1.2.3.4",
            "1::1.2.3.4",
            "1:2:3:4:5:6:1.2.3.4",
            "ABCD::ef01",
        ] {
            assert_eq!(ipv6(text), text.parse().ok(), "{text}");
        }
        assert_eq!(ipv6("1::2:"), ipv6("1::2"));
        assert_eq!(ipv6("::0xa:0X1b"), ipv6("::a:1b"));
        assert_eq!(ipv6("::01.2. 3.4"), ipv6("::1.2.3.4"));
        for text in [
            "",
            ":",
            ":::",
            "1",
            "1:",
            ":1",
            "1::2::3",
            "1:::2",
            "::1::",
            "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9",
            "1:2:3:4:5:6:7:8::",
            "1::2:3:4:5:6:7:8",
            "::10000",
            "::00001",
            "::0x123",
            "::0x",
            "::g",
            "::1 ",
            " ::1",
            "1.2.3.4",
            ".",
            "::.1.2.3",
            "::a1.2.3.4",
            ":: 1.2.3.4",
            "::1.2.3.4:",
            "1:2:3:4:5:6:7:1.2.3.4",
            "1:2:3:4:5:6::1.2.3.4",
        ] {
            assert_eq!(ipv6(text), None, "{text}");
        }
    }

    #[test]
    fn scopes() {
        let index_of = |name: &[u8]| (name == b"lo").then_some(7);
        let scope = |text: &str| parse_scoped(text.as_bytes(), index_of).map(|(_, scope)| scope);
        assert_eq!(scope("::1"), Some(0));
        assert_eq!(scope("::1%"), Some(0));
        assert_eq!(scope("::1%lo"), Some(7));
        assert_eq!(scope("::1%012"), Some(12));
        assert_eq!(scope("::1%4294967295"), Some(u32::MAX));
        for text in [
            "::1%4294967296",
            "::1%-1",
            "::1%eth",
            "::1%1x",
            "::1%lo%lo",
            "%lo",
            "1%1",
        ] {
            assert_eq!(scope(text), None, "{text}");
        }
    }

    #[test]
    fn with_ports() {
        let parse = |text: &str| parse_with_port(text.as_bytes(), |_| None);
        for (text, expected) in [
            ("1.2.3.4", "1.2.3.4:0"),
            ("1.2.3.4:80", "1.2.3.4:80"),
            ("1.2.3.4:65535\n", "1.2.3.4:65535"),
            ("::1", "[::1]:0"),
            ("::1:80", "[::1:80]:0"),
            ("[::1]", "[::1]:0"),
            ("[::1]:080", "[::1]:80"),
            ("[::1]rest", "[::1]:0"),
            ("[::1%3]:9", "[::1%3]:9"),
        ] {
            assert_eq!(parse(text), expected.parse().ok(), "{text}");
        }
        for text in [
            "",
            ":",
            ":80",
            "1:2",
            "1.2.3.4:",
            "1.2.3.4:0",
            "1.2.3.4:65536",
            "1.2.3.4:-1",
            "1.2.3.4:4294967376",
            "1.2.3.4:http",
            "1.2.3.4:5:6",
            "[",
            "[]",
            "[::1",
            "::1]",
            "[1.2.3.4]",
            "[::1]:",
            "[::1]:0",
            "example.com:80",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn ipv6_written() {
        for text in [
            "::",
            "::1",
            "1::",
            "1::8",
            "1:2:3:4:5:6:7:8",
            "::1:0",
            "::1.0.0.2",
            "::ffff:0.0.0.0",
            "1::4:0:0:7:8",
            "1:0:0:4::8",
            "0:2:3:4:5:6:7:0",
            "::fffe:1:2",
            "a:b::",
        ] {
            let mut written = String::new();
            write_ipv6(&mut written, ipv6(text).unwrap().octets()).unwrap();
            assert_eq!(written, text);
        }
    }
}
