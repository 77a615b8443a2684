//! The lines of a hosts file: an address, and the names that have it. What follows a `#` is a comment.
#![forbid(unsafe_code)]

use std::net::SocketAddr;

use super::words::{Words, before, lines};
use crate::util::address::interface_index;
use crate::util::ip_text;

/// An address and its names.
pub(crate) struct Entry<'a> {
    /// Without a port. An IPv6 address may be in brackets and may have a scope.
    pub(crate) address: SocketAddr,
    /// As they are in the file. Perhaps there are none.
    pub(crate) names: Words<'a>,
}

/// The lines that begin with an address. An address with a port is none.
pub(crate) fn entries(text: &[u8]) -> impl Iterator<Item = Entry<'_>> {
    lines(text).filter_map(|line| {
        let mut names = Words::of(before(line, b'#'));
        let address = ip_text::parse_with_port(names.next()?, interface_index)?;
        (address.port() == 0).then_some(Entry { address, names })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dns::words::jumbled;

    /// Each name with its address. Such addresses are written with their ports.
    fn written(text: &[u8]) -> Vec<String> {
        let pairs =
            |Entry { address, names }| names.map(move |name| (address, name.escape_ascii()));
        let pairs = entries(text).flat_map(pairs);
        pairs
            .map(|(address, name)| format!("{address} {name}"))
            .collect()
    }

    #[test]
    fn usual() {
        let text = b"\
            # The hosts\n\
            127.0.0.1\tlocalhost\n\
            \n\
            ::1  localhost ip6-localhost # loopback\n\
            1.2.3.4 a.example A b#c d\n";
        let expected = [
            "127.0.0.1:0 localhost",
            "[::1]:0 localhost",
            "[::1]:0 ip6-localhost",
            "1.2.3.4:0 a.example",
            "1.2.3.4:0 A",
            "1.2.3.4:0 b",
        ];
        assert_eq!(written(text), expected);
    }

    #[test]
    fn blanks_and_ends_of_lines() {
        let text = b"  1.2.3.4\ta \t b\t\r\n1.2.3.5 c\r\n1.2.3.6 d\x0be";
        let expected = [
            "1.2.3.4:0 a",
            "1.2.3.4:0 b",
            r"1.2.3.4:0 \r",
            r"1.2.3.5:0 c\r",
            r"1.2.3.6:0 d\x0be",
        ];
        assert_eq!(written(text), expected);
        assert_eq!(written(b"1.2.3.4 a\0 b\n1.2.3.4 c\n"), ["1.2.3.4:0 a"]);
        assert_eq!(written(b"\0 1.2.3.4 a\n1.2.3.4 b\n"), [""; 0]);
    }

    #[test]
    fn addresses() {
        let text = b"\
            01.2.3.4 a\n\
            [::2] b\n\
            fe80::1%1 c\n\
            ::ffff:1.2.3.4 d\n\
            0.0.0.0 1.2.3.5\n";
        let expected = [
            "1.2.3.4:0 a",
            "[::2]:0 b",
            "[fe80::1%1]:0 c",
            "[::ffff:1.2.3.4]:0 d",
            "0.0.0.0:0 1.2.3.5",
        ];
        assert_eq!(written(text), expected);
    }

    #[test]
    fn lines_without_an_address_or_names() {
        let text = b"\
            a 1.2.3.4\n\
            1.2.3.4:80 a\n\
            1.2.3.4:0 a\n\
            [::1]:80 a\n\
            [fe80::1%1]:5 a\n\
            1.2.3 a\n\
            1.2.3.4#x a\n\
            1.2.3.4\ra\n\
            ;1.2.3.4 a\n\
            1.2.3.4\n";
        assert_eq!(written(text), [""; 0]);
    }

    #[test]
    fn any_text() {
        let pieces: [&[u8]; 14] = [
            b"1.2.3.4", b"fe80::1", b"[", b"]", b"%", b":", b".", b"7", b" ", b"\t", b"\n", b"#",
            b"\xff", b"\0",
        ];
        for text in jumbled(&pieces) {
            written(&text);
        }
    }
}
