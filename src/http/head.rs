//! The heads of messages (RFC 9112), line by line.
#![forbid(unsafe_code)]

use std::str;

use memchr::{memchr, memchr2, memrchr};

use super::Failed;

/// A version of HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    pub(super) major: i8,
    pub(super) minor: i8,
}

impl Version {
    /// `HTTP/1.1` and the like. There is no other major version here.
    fn parse(text: &[u8]) -> Option<Self> {
        match text {
            b"HTTP/1.1" => return Some(Version { major: 1, minor: 1 }),
            b"HTTP/1.0" => return Some(Version { major: 1, minor: 0 }),
            _ => {}
        }
        let text = text.strip_prefix(b"HTTP/")?;
        let dot = text.iter().position(|byte| *byte == b'.')?;
        let (major, minor) = (number(&text[..dot])?, number(&text[dot + 1..])?);
        (major <= 1).then_some(Version {
            major: i8::try_from(major).ok()?,
            minor: i8::try_from(minor).ok()?,
        })
    }
}

/// Digits and nothing else.
pub(super) fn number(text: &[u8]) -> Option<u64> {
    if !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    str::from_utf8(text).ok()?.parse().ok()
}

/// The first line of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RequestLine<'a> {
    pub(super) method: &'a [u8],
    pub(super) uri: &'a [u8],
    pub(super) version: Version,
}

/// No request is shorter.
const MIN_REQUEST_LINE: usize = "GET / HTTP/1.1".len();

/// Takes a request's first line apart: what is between the first space and the last is the URI, whatever that
/// is.
pub(super) fn request_line(line: &[u8]) -> Result<RequestLine<'_>, Failed> {
    let line = line.trim_suffix_of(b" ");
    if line.len() < MIN_REQUEST_LINE {
        return Err(Failed);
    }
    let first = memchr(b' ', line).ok_or(Failed)?;
    let last = memrchr(b' ', line).ok_or(Failed)?;
    if first == last || memchr(0, line).is_some() {
        return Err(Failed);
    }
    Ok(RequestLine {
        method: &line[..first],
        uri: &line[first + 1..last],
        version: Version::parse(&line[last + 1..]).ok_or(Failed)?,
    })
}

/// The first line of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StatusLine<'a> {
    pub(super) version: Version,
    pub(super) code: i32,
    pub(super) reason: &'a [u8],
}

/// Takes a response's first line apart. The code may have any number of digits.
pub(super) fn status_line(line: &[u8]) -> Result<StatusLine<'_>, Failed> {
    if memchr2(b'\r', 0, line).is_some() {
        return Err(Failed);
    }
    let mut words = line.splitn(3, |byte| *byte == b' ');
    let (version, code) = (words.next(), words.next().ok_or(Failed)?);
    let code = Some(code).filter(|code| !code.is_empty()).and_then(number);
    Ok(StatusLine {
        version: version.and_then(Version::parse).ok_or(Failed)?,
        code: code
            .and_then(|code| i32::try_from(code).ok())
            .filter(|code| *code > 0)
            .ok_or(Failed)?,
        reason: words.next().unwrap_or_default(),
    })
}

/// A line of a head behind the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeaderLine<'a> {
    End,
    Header {
        name: &'a [u8],
        value: &'a [u8],
    },
    /// The value of the header before it goes on.
    More(&'a [u8]),
}

pub(super) fn header_line(line: &[u8]) -> Result<HeaderLine<'_>, Failed> {
    match line {
        [] => Ok(HeaderLine::End),
        _ if memchr2(b'\r', 0, line).is_some() => Err(Failed),
        [b' ' | b'\t', ..] => Ok(HeaderLine::More(
            line.trim_prefix_of(b" \t").trim_suffix_of(b" \t"),
        )),
        _ => {
            let colon = memchr(b':', line).ok_or(Failed)?;
            let name = &line[..colon];
            // Others might not take it for the name that it seems to be (RFC 9112, section 5.1).
            if name.is_empty() || name.ends_with(b" ") || name.iter().any(u8::is_ascii_control) {
                return Err(Failed);
            }
            let value = line[colon + 1..]
                .trim_prefix_of(b" ")
                .trim_suffix_of(b" \t");
            Ok(HeaderLine::Header { name, value })
        }
    }
}

/// The size in the line before a chunk. Extensions mean nothing.
pub(super) fn chunk_size(line: &[u8]) -> Result<u64, Failed> {
    let digits = line
        .split(|byte| *byte == b';')
        .next()
        .unwrap_or_default()
        .trim_suffix_of(b" \t");
    if line.contains(&b'\r') || digits.is_empty() || !digits.iter().all(u8::is_ascii_hexdigit) {
        return Err(Failed);
    }
    let text = str::from_utf8(digits).map_err(|_| Failed)?;
    u64::from_str_radix(text, 16).map_err(|_| Failed)
}

/// Taking bytes of a set away from the ends.
trait Trim {
    fn trim_prefix_of(&self, set: &[u8]) -> &Self;
    fn trim_suffix_of(&self, set: &[u8]) -> &Self;
}

impl Trim for [u8] {
    fn trim_prefix_of(&self, set: &[u8]) -> &Self {
        let start = self.iter().position(|byte| !set.contains(byte));
        &self[start.unwrap_or(self.len())..]
    }

    fn trim_suffix_of(&self, set: &[u8]) -> &Self {
        let end = self.iter().rposition(|byte| !set.contains(byte));
        &self[..end.map_or(0, |last| last + 1)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_lines() {
        let line = request_line(b"GET /a b HTTP/1.0  ").unwrap();
        assert_eq!((line.method, line.uri), (&b"GET"[..], &b"/a b"[..]));
        assert_eq!(line.version, Version { major: 1, minor: 0 });
        for bad in [
            "",
            "GET",
            "GET /",
            "GET / HTTP/2.0",
            "GET / HTTP/1",
            "GET / HTTP/1.x",
            "GET / HTTP/-1.1",
            "GET / HTTP/1.1\t",
            "GET / http/1.1",
            "GET /\0 HTTP/1.1",
            "GET / HTTP/1.200",
        ] {
            assert_eq!(request_line(bad.as_bytes()), Err(Failed), "{bad}");
        }
    }

    #[test]
    fn status_lines() {
        let line = status_line(b"HTTP/1.0 404 Not  Found ").unwrap();
        assert_eq!((line.code, line.reason), (404, &b"Not  Found "[..]));
        assert_eq!(line.version, Version { major: 1, minor: 0 });
        for short in ["HTTP/1.1 200", "HTTP/1.1 200 "] {
            let line = status_line(short.as_bytes()).unwrap();
            assert_eq!((line.code, line.reason), (200, &b""[..]));
        }
        for bad in [
            "",
            "HTTP/1.1",
            "HTTP/1.1 ",
            "HTTP/1.1  200 OK",
            "HTTP/1.1 0 OK",
            "HTTP/1.1 -200 OK",
            "HTTP/1.1 2x OK",
            "HTTP/1.1 99999999999 OK",
            "HTTP/2.0 200 OK",
            "http/1.1 200 OK",
            "ICY 200 OK",
            "HTTP/1.1 200 O\rK",
            "HTTP/1.1 200 O\0K",
        ] {
            assert_eq!(status_line(bad.as_bytes()), Err(Failed), "{bad:?}");
        }
    }

    #[test]
    fn header_lines() {
        let header = |name: &'static str, value: &'static str| {
            Ok(HeaderLine::Header {
                name: name.as_bytes(),
                value: value.as_bytes(),
            })
        };
        assert_eq!(header_line(b""), Ok(HeaderLine::End));
        assert_eq!(header_line(b"a:  b \t"), header("a", "b"));
        assert_eq!(header_line(b"a:\tb:c"), header("a", "\tb:c"));
        assert_eq!(header_line(b"a:"), header("a", ""));
        assert_eq!(header_line(b" \t b "), Ok(HeaderLine::More(b"b")));
        for bad in [
            "a", ":b", "a :b", "a\t:b", "a\x0b:b", "\x7fa:b", "a:b\rc", "a\0:b", "a:\0",
        ] {
            assert_eq!(header_line(bad.as_bytes()), Err(Failed), "{bad:?}");
        }
    }

    #[test]
    fn chunk_sizes() {
        for (line, size) in [
            ("0", 0),
            ("fF", 255),
            ("00010", 16),
            ("3;a=b", 3),
            ("3 ;a", 3),
        ] {
            assert_eq!(chunk_size(line.as_bytes()), Ok(size), "{line}");
        }
        for bad in [
            "",
            "-1",
            "+1",
            "0x1",
            "g",
            " 1",
            "1\r",
            ";a",
            "ffffffffffffffff0",
        ] {
            assert_eq!(chunk_size(bad.as_bytes()), Err(Failed), "{bad:?}");
        }
    }
}
