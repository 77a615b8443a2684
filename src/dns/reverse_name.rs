//! The names that stand for addresses: RFC 1035, section 3.5, and RFC 3596, section 2.5.
#![forbid(unsafe_code)]

use std::io::Write;

/// A name's text.
pub(crate) struct ReverseName {
    text: [u8; 80],
    len: usize,
}

impl std::ops::Deref for ReverseName {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.text[..self.len]
    }
}

impl ReverseName {
    fn new(write: impl FnOnce(&mut &mut [u8]) -> std::io::Result<()>) -> Self {
        let mut text = [0; 80];
        let mut rest = &mut text[..];
        // There is room: the longest is 32 times two bytes and ten.
        let _ = write(&mut rest);
        let left = rest.len();
        ReverseName {
            text,
            len: 80 - left,
        }
    }
}

/// `4.3.2.1.in-addr.arpa`
pub(crate) fn of_ipv4([a, b, c, d]: [u8; 4]) -> ReverseName {
    ReverseName::new(|out| write!(out, "{d}.{c}.{b}.{a}.in-addr.arpa"))
}

/// `1.0.0.` … `ip6.arpa`
pub(crate) fn of_ipv6(bytes: [u8; 16]) -> ReverseName {
    ReverseName::new(|out| {
        for byte in bytes.iter().rev() {
            write!(out, "{:x}.{:x}.", byte & 0xf, byte >> 4)?;
        }
        out.write_all(b"ip6.arpa")
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn names() {
        assert_eq!(
            &*super::of_ipv4([1, 20, 255, 0]),
            b"0.255.20.1.in-addr.arpa"
        );
        let mut ip = [0; 16];
        (ip[0], ip[15]) = (0x2a, 1);
        let name = super::of_ipv6(ip);
        assert!(name.starts_with(b"1.0.0.0.") && name.ends_with(b".0.a.2.ip6.arpa"));
        assert_eq!(name.len(), 72);
    }
}
