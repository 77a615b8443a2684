//! How a session begins (RFC 6455, section 4): the headers that ask for one, and those that grant it.
#![forbid(unsafe_code)]

use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::{Engine, alphabet};
use sha1::{Digest, Sha1};

// The names of headers.
pub(super) const UPGRADE: &[u8] = b"Upgrade";
pub(super) const CONNECTION: &[u8] = b"Connection";
pub(super) const KEY: &[u8] = b"Sec-WebSocket-Key";
pub(super) const ACCEPT: &[u8] = b"Sec-WebSocket-Accept";
pub(super) const VERSION: &[u8] = b"Sec-WebSocket-Version";
pub(super) const PROTOCOL: &[u8] = b"Sec-WebSocket-Protocol";
const EXTENSIONS: &[u8] = b"Sec-WebSocket-Extensions";

// Their values.
pub(super) const WEBSOCKET: &[u8] = b"websocket";
/// The version of the protocol that RFC 6455 describes.
pub(super) const VERSION_13: &[u8] = b"13";

/// What the key is joined with, as the RFC has it.
const SALT: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// Some clients leave bits set that mean nothing.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

/// A key: 16 bytes in base64.
pub(super) type Key = [u8; 24];
/// The answer to a key.
pub(super) type Accept = [u8; 28];

/// Makes a key of random bytes.
pub(super) fn make_key(random: [u8; 16]) -> Key {
    let mut key = [0; 24];
    // It fits.
    let _ = BASE64.encode_slice(random, &mut key);
    key
}

/// The answer to a key.
pub(super) fn accept(key: &[u8]) -> Accept {
    let digest = Sha1::new().chain_update(key).chain_update(SALT).finalize();
    let mut accept = [0; 28];
    // It fits.
    let _ = BASE64.encode_slice(digest, &mut accept);
    accept
}

fn is_key(key: &[u8]) -> bool {
    // One byte more than there must be, and what base64 may need on the way.
    let mut bytes = [0; 18];
    key.len() == 24 && BASE64.decode_slice(key, &mut bytes) == Ok(16)
}

/// A name and a value.
type Header<'a> = (&'a [u8], &'a [u8]);

/// The headers of a request or a response that matter here.
#[derive(Default)]
struct Found<'a> {
    upgrades: bool,
    connection_upgrades: bool,
    key: One<'a>,
    accept: One<'a>,
    version: One<'a>,
    protocol: Option<&'a [u8]>,
    extensions: bool,
}

/// The value of a header that must not come twice.
#[derive(Default)]
struct One<'a> {
    value: Option<&'a [u8]>,
    is_repeated: bool,
}

impl<'a> One<'a> {
    fn note(&mut self, value: &'a [u8]) {
        self.is_repeated = self.value.replace(value).is_some();
    }

    fn get(&self) -> Option<&'a [u8]> {
        self.value.filter(|_| !self.is_repeated)
    }
}

impl<'a> Found<'a> {
    fn among(headers: impl Iterator<Item = Header<'a>>) -> Self {
        let mut found = Found::default();
        for (name, value) in headers {
            let is = |other: &[u8]| name.eq_ignore_ascii_case(other);
            if is(UPGRADE) {
                found.upgrades |= lists(value, WEBSOCKET);
            } else if is(CONNECTION) {
                found.connection_upgrades |= lists(value, UPGRADE);
            } else if is(KEY) {
                found.key.note(value);
            } else if is(ACCEPT) {
                found.accept.note(value);
            } else if is(VERSION) {
                found.version.note(value);
            } else if is(PROTOCOL) {
                found.protocol = found.protocol.or(Some(value));
            } else if is(EXTENSIONS) {
                found.extensions = true;
            }
        }
        found
    }
}

/// The members of a list with commas.
fn members(list: &[u8]) -> impl Iterator<Item = &[u8]> {
    list.split(|byte| *byte == b',').map(<[u8]>::trim_ascii)
}

/// Whether a list has this member, letters of either case counting as one.
fn lists(list: &[u8], wanted: &[u8]) -> bool {
    members(list).any(|member| member.eq_ignore_ascii_case(wanted))
}

/// Why a request does not lead to a session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Refusal {
    Malformed,
    /// It speaks another version.
    OtherVersion,
}

/// A request for a session.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Offer<'a> {
    /// The answer to its key.
    pub(super) accept: Accept,
    /// The protocol that it would like best to speak within the session.
    pub(super) protocol: Option<&'a [u8]>,
}

/// Looks at the headers of a GET request of HTTP/1.1.
pub(super) fn read_request<'a>(
    headers: impl Iterator<Item = Header<'a>>,
) -> Result<Offer<'a>, Refusal> {
    let found = Found::among(headers);
    if !found.upgrades || !found.connection_upgrades {
        return Err(Refusal::Malformed);
    }
    if found.version.get().ok_or(Refusal::Malformed)? != VERSION_13 {
        return Err(Refusal::OtherVersion);
    }
    let key = found.key.get().filter(|key| is_key(key));
    let protocol = found.protocol.and_then(|list| members(list).next());
    Ok(Offer {
        accept: accept(key.ok_or(Refusal::Malformed)?),
        protocol: protocol.filter(|protocol| !protocol.is_empty()),
    })
}

/// Whether the headers of a response with status 101 grant what a request with these asked for.
pub(super) fn is_granted<'a>(
    request: impl Iterator<Item = Header<'a>>,
    response: impl Iterator<Item = Header<'a>>,
) -> bool {
    let (asked, granted) = (Found::among(request), Found::among(response));
    let Some(key) = asked.key.get() else {
        return false;
    };
    let protocol_fits = granted.protocol.is_none_or(|granted| {
        // Here letters count as they are.
        let mut offered = members(asked.protocol.unwrap_or_default());
        !granted.is_empty() && offered.any(|offered| offered == granted)
    });
    granted.upgrades
        && granted.connection_upgrades
        && granted.accept.get() == Some(&accept(key))
        && !granted.extensions
        && protocol_fits
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &[u8] = b"dGhlIHNhbXBsZSBub25jZQ==";

    fn request<'a>(headers: &[(&'a str, &'a str)]) -> Result<Offer<'a>, Refusal> {
        read_request(headers.iter().map(|(n, v)| (n.as_bytes(), v.as_bytes())))
    }

    #[test]
    fn the_sample_of_the_rfc() {
        assert_eq!(&accept(SAMPLE), b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assert_eq!(make_key(*b"the sample nonce"), SAMPLE);
        assert_eq!(accept(&make_key([0; 16])).len(), 28);
    }

    #[test]
    fn keys() {
        assert!(is_key(SAMPLE));
        assert!(
            is_key(b"AQIDBAUGBwgJCgsMDQ4PEC=="),
            "bits that mean nothing"
        );
        for bad in [
            &b""[..],
            b"dGhlIHNhbXBsZSBub25jZQ=",
            b"dGhlIHNhbXBsZSBub25jZQ",
            b"dGhlIHNhbXBsZSBub25jZQ==x",
            b"dGhlIHNhbXBsZSBub25jZQQ=",
            b"dGhlIHNhbXBsZSBub25jZQQA",
            b"dGhlIHNhbXBsZSBub25jZ===",
            b"dGhlIHNhbXBsZSBub 5jZQ==",
            b"========================",
        ] {
            assert!(!is_key(bad), "{bad:?}");
        }
    }

    const GOOD: [(&str, &str); 4] = [
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ("Sec-WebSocket-Version", "13"),
    ];

    /// The good request with one header put in another one's place, or at the end.
    fn changed<'a>(name: &'a str, value: &'a str) -> Result<Offer<'a>, Refusal> {
        let mut headers: Vec<(&str, &str)> = GOOD.into();
        headers.retain(|header| header.0 != name);
        headers.push((name, value));
        request(&headers)
    }

    #[test]
    fn requests() {
        let offer = request(&GOOD).unwrap();
        assert_eq!(&offer.accept, b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assert_eq!(offer.protocol, None);
        for (name, value) in [
            ("Upgrade", "WebSocket"),
            ("Upgrade", "h2c, WEBSOCKET"),
            ("Connection", "keep-alive,\t upgrade"),
            ("connection", "UPGRADE"),
            ("Sec-WebSocket-Extensions", "permessage-deflate"),
        ] {
            assert!(changed(name, value).is_ok(), "{name}: {value}");
        }
        for (name, value) in [
            ("Upgrade", "websockets"),
            ("Upgrade", ""),
            ("Connection", "keep-alive"),
            ("Connection", "Upgrade2"),
            ("Sec-WebSocket-Key", "x"),
        ] {
            assert_eq!(
                changed(name, value),
                Err(Refusal::Malformed),
                "{name}: {value}"
            );
        }
        for version in ["8", "14", "", "13, 8"] {
            let result = changed("Sec-WebSocket-Version", version);
            assert_eq!(result, Err(Refusal::OtherVersion), "{version}");
        }
        for i in 0..GOOD.len() {
            let others = |n: &usize| *n != i;
            let rest: Vec<_> = (0..4).filter(others).map(|n| GOOD[n]).collect();
            assert_eq!(request(&rest), Err(Refusal::Malformed));
        }
        for name in ["sec-websocket-key", "sec-websocket-version"] {
            assert_eq!(changed(name, "13"), Err(Refusal::Malformed), "{name} twice");
        }
    }

    #[test]
    fn protocols() {
        let protocol = |list| changed("Sec-WebSocket-Protocol", list).unwrap().protocol;
        assert_eq!(protocol("chat"), Some(&b"chat"[..]));
        assert_eq!(protocol(" chat , superchat"), Some(&b"chat"[..]));
        assert_eq!(protocol(""), None);
        assert_eq!(protocol(", chat"), None);
    }

    #[test]
    fn responses() {
        let grant = [
            ("Upgrade", "WebSocket"),
            ("Connection", "upgrade"),
            ("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
        ];
        let granted = |asked: &[(&str, &str)], granted: &[(&str, &str)]| {
            is_granted(
                asked.iter().map(|(n, v)| (n.as_bytes(), v.as_bytes())),
                granted.iter().map(|(n, v)| (n.as_bytes(), v.as_bytes())),
            )
        };
        let and = |headers: &[(&'static str, &'static str)], name, value| {
            let mut all = headers.to_vec();
            all.push((name, value));
            all
        };
        assert!(granted(&GOOD, &grant));
        assert!(!granted(&[], &grant));
        for i in 0..grant.len() {
            let others = |n: &usize| *n != i;
            let rest: Vec<_> = (0..3).filter(others).map(|n| grant[n]).collect();
            assert!(!granted(&GOOD, &rest));
        }
        for (name, value) in [
            ("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
            ("Sec-WebSocket-Extensions", "permessage-deflate"),
            ("Sec-WebSocket-Protocol", "chat"),
            ("Sec-WebSocket-Protocol", ""),
        ] {
            assert!(!granted(&GOOD, &and(&grant, name, value)), "{name}");
        }
        let asked = and(&GOOD, "Sec-WebSocket-Protocol", "a, chat");
        let grants = |protocol| granted(&asked, &and(&grant, "Sec-WebSocket-Protocol", protocol));
        assert!(granted(&asked, &grant) && grants("chat") && grants("a"));
        assert!(!grants("Chat") && !grants("b") && !grants("a, chat"));
        let wrong = [grant[0], grant[1], ("Sec-WebSocket-Accept", "x")];
        assert!(!granted(&GOOD, &wrong));
    }
}
