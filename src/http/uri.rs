//! URIs (RFC 3986) and their parts.
#![forbid(unsafe_code)]

use std::net::Ipv6Addr;
use std::str;

use bitflags::bitflags;

use super::Failed;
use super::escape::{hex, is_unreserved};

bitflags! {
    /// `EVHTTP_URI_*`.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) struct UriFlags: u32 {
        /// Bytes that do not belong there are taken, but in the authority.
        const NONCONFORMANT = 0x01;
        /// The brackets around an IPv6 address are no part of the host.
        const STRIP_BRACKETS = 0x04;
        /// The host may be the path of a UNIX socket, between `unix:` and a colon.
        const UNIX_SOCKET = 0x08;
    }
}

/// The parts of a URI, as they are in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Parts<'a> {
    pub(super) scheme: Option<&'a [u8]>,
    pub(super) userinfo: Option<&'a [u8]>,
    /// With brackets, if it has any. None without an authority.
    pub(super) host: Option<&'a [u8]>,
    pub(super) unix_socket: Option<&'a [u8]>,
    pub(super) port: Option<u16>,
    pub(super) path: &'a [u8],
    pub(super) query: Option<&'a [u8]>,
    pub(super) fragment: Option<&'a [u8]>,
}

/// Where a part of a URI can be, for the bytes that it may have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Userinfo,
    /// A registered name: anything but an address in brackets.
    Name,
    Path,
    /// Queries and fragments.
    Query,
}

/// Takes a text apart.
pub(super) fn parse(text: &[u8], flags: UriFlags) -> Result<Parts<'_>, Failed> {
    let mut parts = Parts::default();
    let mut rest = text;
    if let Some(colon) = rest.iter().position(|byte| *byte == b':')
        && is_scheme(&rest[..colon])
    {
        parts.scheme = Some(&rest[..colon]);
        rest = &rest[colon + 1..];
    }
    if let Some(after) = rest.strip_prefix(b"//") {
        rest = parts.take_authority(after, flags)?;
    }
    let lenient = flags.contains(UriFlags::NONCONFORMANT);
    let end = rest
        .iter()
        .position(|byte| b"?#".contains(byte))
        .unwrap_or(rest.len());
    (parts.path, rest) = rest.split_at(end);
    if let Some(query) = rest.strip_prefix(b"?") {
        let end = query
            .iter()
            .position(|byte| *byte == b'#')
            .unwrap_or(query.len());
        parts.query = Some(&query[..end]);
        rest = &query[end..];
    }
    parts.fragment = rest.strip_prefix(b"#");
    let optional = [parts.query, parts.fragment];
    let fits = lenient
        || fits(parts.path, Part::Path)
            && optional
                .iter()
                .flatten()
                .all(|text| fits(text, Part::Query));
    // It would be taken for a scheme.
    let is_ambiguous =
        parts.scheme.is_none() && parts.host.is_none() && has_early_colon(parts.path);
    if fits && !is_ambiguous {
        Ok(parts)
    } else {
        Err(Failed)
    }
}

/// Takes the authority that a text begins with apart.
pub(super) fn parse_authority(text: &[u8]) -> Result<Parts<'_>, Failed> {
    let mut parts = Parts::default();
    parts.take_authority(text, UriFlags::empty())?;
    Ok(parts)
}

impl<'a> Parts<'a> {
    /// Takes what is behind two slashes; gives what is behind the authority.
    fn take_authority(&mut self, text: &'a [u8], flags: UriFlags) -> Result<&'a [u8], Failed> {
        if flags.contains(UriFlags::UNIX_SOCKET)
            && let Some(rest) = self.take_unix_socket(text)
        {
            return Ok(rest);
        }
        let end = text
            .iter()
            .position(|byte| b"/?#".contains(byte))
            .unwrap_or(text.len());
        let (mut authority, rest) = text.split_at(end);
        if let Some(at) = authority.iter().position(|byte| *byte == b'@') {
            let userinfo = &authority[..at];
            if !fits(userinfo, Part::Userinfo) {
                return Err(Failed);
            }
            self.userinfo = Some(userinfo);
            authority = &authority[at + 1..];
        }
        let digits = authority
            .iter()
            .rev()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let (before, port) = authority.split_at(authority.len() - digits);
        if let Some(host) = before.strip_suffix(b":") {
            self.port = parse_port(port)?;
            authority = host;
        }
        if !is_host(authority) {
            return Err(Failed);
        }
        self.host = Some(authority);
        Ok(rest)
    }

    /// `unix:PATH:`, perhaps behind userinfo.
    fn take_unix_socket(&mut self, text: &'a [u8]) -> Option<&'a [u8]> {
        let (userinfo, rest) = match text.iter().position(|byte| b"@/?#".contains(byte)) {
            Some(at) if text[at] == b'@' => (Some(&text[..at]), &text[at + 1..]),
            _ => (None, text),
        };
        let rest = rest.strip_prefix(b"unix:")?;
        let colon = rest.iter().position(|byte| *byte == b':')?;
        self.userinfo = userinfo;
        self.unix_socket = Some(&rest[..colon]);
        self.host = Some(b"");
        Some(&rest[colon + 1..])
    }
}

fn parse_port(digits: &[u8]) -> Result<Option<u16>, Failed> {
    if digits.is_empty() {
        return Ok(None);
    }
    let number = str::from_utf8(digits)
        .ok()
        .and_then(|text| text.parse().ok());
    number.map(Some).ok_or(Failed)
}

/// Whether a text can be a scheme.
pub(super) fn is_scheme(text: &[u8]) -> bool {
    text.first().is_some_and(u8::is_ascii_alphabetic)
        && text
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
}

/// Whether a text can be a host: a name or an IPv4 address, or an address in brackets.
pub(super) fn is_host(text: &[u8]) -> bool {
    match text {
        [b'[', address @ .., b']'] => is_bracketed(address),
        _ => fits(text, Part::Name),
    }
}

/// Whether what is in brackets is an IPv6 address, or one of a version to come.
fn is_bracketed(text: &[u8]) -> bool {
    if let [b'v', future @ ..] = text {
        let digits = future
            .iter()
            .take_while(|byte| hex(**byte).is_some())
            .count();
        return match &future[digits..] {
            [b'.', rest @ ..] => {
                digits > 0
                    && rest
                        .iter()
                        .all(|byte| is_unreserved(*byte) || is_sub_delim(*byte) || *byte == b':')
            }
            _ => false,
        };
    }
    str::from_utf8(text).is_ok_and(|text| text.parse::<Ipv6Addr>().is_ok())
}

/// RFC 3986, section 2.2.
fn is_sub_delim(byte: u8) -> bool {
    b"!$&'()*+,;=".contains(&byte)
}

/// Whether a text has only bytes that may be in such a part, and percent signs with two digits.
pub(super) fn fits(text: &[u8], part: Part) -> bool {
    let more: &[u8] = match part {
        Part::Userinfo => b":",
        Part::Name => b"",
        Part::Path => b":@/",
        Part::Query => b":@/?",
    };
    let mut rest = text;
    while let [first, after @ ..] = rest {
        rest = match first {
            b'%' => match after {
                [high, low, after @ ..] if hex(*high).is_some() && hex(*low).is_some() => after,
                _ => return false,
            },
            byte if is_unreserved(*byte) || is_sub_delim(*byte) || more.contains(byte) => after,
            _ => return false,
        };
    }
    true
}

/// Whether a path has a colon before its first slash.
pub(super) fn has_early_colon(path: &[u8]) -> bool {
    path.iter()
        .find(|byte| b":/".contains(byte))
        .is_some_and(|byte| *byte == b':')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Option<Parts<'_>> {
        parse(text.as_bytes(), UriFlags::empty()).ok()
    }

    #[test]
    fn whole() {
        let parts = parsed("http://user:pass@Example.com:8080/a/b?c=d/?#e").unwrap();
        let whole = Parts {
            scheme: Some(b"http"),
            userinfo: Some(b"user:pass"),
            host: Some(b"Example.com"),
            unix_socket: None,
            port: Some(8080),
            path: b"/a/b",
            query: Some(b"c=d/?"),
            fragment: Some(b"e"),
        };
        assert_eq!(parts, whole);
        assert_eq!(parsed("").unwrap(), Parts::default());
    }

    #[test]
    fn authorities() {
        let host = |text| parsed(text).map(|parts| (parts.host.unwrap(), parts.port));
        assert_eq!(host("//[::1]:80"), Some((&b"[::1]"[..], Some(80))));
        assert_eq!(host("//[v7.a:b]"), Some((&b"[v7.a:b]"[..], None)));
        assert_eq!(host("//a:"), Some((&b"a"[..], None)));
        assert_eq!(host("///a"), Some((&b""[..], None)));
        for bad in [
            "//a:65536",
            "//a:b",
            "//a b",
            "//[::1",
            "//[::g]",
            "//[v.a]",
            "//[V7.a]",
            "//a@b@c",
            "//%4",
        ] {
            assert_eq!(host(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_is_refused() {
        for bad in [
            "a b", "/a b", "?a b", "#a#b", "/%", "/%1", "/%1g", "1:b", "a_b:c", "/\u{e9}",
        ] {
            assert_eq!(parsed(bad), None, "{bad}");
            let lenient = parse(bad.as_bytes(), UriFlags::NONCONFORMANT).is_ok();
            assert_eq!(lenient, !["1:b", "a_b:c"].contains(&bad), "{bad}");
        }
        assert!(parsed("a/b:c").is_some());
    }

    #[test]
    fn unix_sockets() {
        let flags = UriFlags::UNIX_SOCKET;
        let parts = parse(b"http://me@unix:/tmp/a.sock:/path?q", flags).unwrap();
        assert_eq!(parts.unix_socket, Some(&b"/tmp/a.sock"[..]));
        assert_eq!(
            (parts.userinfo, parts.path),
            (Some(&b"me"[..]), &b"/path"[..])
        );
        assert_eq!(parse(b"http://unix:/a", flags).unwrap().path, b"/a");
        assert_eq!(
            parse(b"http://unix:80/a", flags).unwrap().host,
            Some(&b"unix"[..])
        );
        assert!(
            parse(b"http://unix:/a:/b", UriFlags::empty())
                .unwrap()
                .unix_socket
                .is_none()
        );
    }
}
