//! rustls's errors, for programs and people.

use std::ffi::c_ulong;
use std::fmt::{self, Write};

use rustls::{CertificateError, Error, OtherError};

use crate::verify::is_only_root;

/// The other side's alerts have their number (RFC 8446) added to this.
const ALERT: c_ulong = 0x100;

/// A number for each kind of failure; never 0.
pub(crate) fn number(error: &Error) -> c_ulong {
    match error {
        Error::InappropriateMessage { .. } => 1,
        Error::InappropriateHandshakeMessage { .. } => 2,
        Error::InvalidMessage(_) => 3,
        Error::PeerSentOversizedRecord => 4,
        Error::PeerIncompatible(_) => 5,
        Error::PeerMisbehaved(_) => 6,
        Error::NoCertificatesPresented => 7,
        Error::UnsupportedNameType => 8,
        Error::InvalidCertificate(_) => 9,
        Error::InvalidCertRevocationList(_) => 10,
        Error::DecryptError => 11,
        Error::EncryptError => 12,
        Error::NoApplicationProtocol => 13,
        Error::FailedToGetCurrentTime => 14,
        Error::FailedToGetRandomBytes => 15,
        Error::AlertReceived(alert) => ALERT + c_ulong::from(u8::from(*alert)),
        _ => 255,
    }
}

/// Says what has happened, mostly in rustls's own words.
pub(crate) fn describe(error: &Error, to: &mut dyn Write) -> fmt::Result {
    let mut to = Words {
        to,
        last: ' ',
        is_quoted: false,
    };
    match error {
        Error::InvalidCertificate(why) => {
            to.write_str("invalid peer certificate: ")?;
            describe_certificate(why, &mut to)
        }
        _ => write!(to, "{error}"),
    }
}

fn describe_certificate(why: &CertificateError, to: &mut Words<'_>) -> fmt::Result {
    match why {
        CertificateError::NotValidForNameContext {
            expected,
            presented,
        } => {
            write!(to, "it is not for {:?}, but for", expected.to_str())?;
            if presented.is_empty() {
                to.write_str(" nobody")?;
            }
            let mut separator = "";
            for name in presented {
                write!(to, "{separator} {:?}", bare(name))?;
                separator = ",";
            }
            Ok(())
        }
        why if is_only_root(why) => to.write_str("it is a root, and not trusted"),
        CertificateError::Other(OtherError(why)) => write!(to, "{why}"),
        _ => write!(to, "{why}"),
    }
}

/// The name in rustls's `DnsName("localhost")`.
fn bare(name: &str) -> &str {
    name.split_once('(').map_or(name, |(_, name)| {
        name.trim_end_matches(')').trim_matches('"')
    })
}

/// Makes words of names: `UnknownIssuer` becomes "unknown issuer". What is in quotes stays as it is.
struct Words<'a> {
    to: &'a mut dyn Write,
    last: char,
    is_quoted: bool,
}

impl Write for Words<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text.chars().peekable();
        while let Some(c) = rest.next() {
            self.is_quoted ^= c == '"';
            let begins =
                c.is_ascii_uppercase() && !self.last.is_ascii_uppercase() && !self.is_quoted;
            if begins && self.last.is_ascii_lowercase() {
                self.to.write_char(' ')?;
            }
            // Not what is all in capitals, such as CA.
            let is_word = rest.peek().is_some_and(char::is_ascii_lowercase);
            self.to.write_char(if begins && is_word {
                c.to_ascii_lowercase()
            } else {
                c
            })?;
            self.last = c;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::{AlertDescription, PeerMisbehaved};

    fn text(error: Error) -> String {
        let mut text = String::new();
        describe(&error, &mut text).unwrap();
        text
    }

    #[test]
    fn names_become_words() {
        assert_eq!(
            text(Error::AlertReceived(AlertDescription::UnknownCA)),
            "received fatal alert: unknown CA"
        );
        assert_eq!(
            text(Error::PeerMisbehaved(
                PeerMisbehaved::TooMuchEarlyDataReceived
            )),
            "peer misbehaved: too much early data received"
        );
        assert_eq!(
            text(Error::General("\"AsItIs\"".into())),
            "unexpected error: \"AsItIs\""
        );
    }

    #[test]
    fn certificates_for_others() {
        let error = CertificateError::NotValidForNameContext {
            expected: "b.example".try_into().unwrap(),
            presented: vec!["DnsName(\"A.example\")".into(), "IpAddress(::1)".into()],
        };
        assert_eq!(
            text(error.into()),
            "invalid peer certificate: it is not for \"b.example\", but for \"A.example\", \"::1\""
        );
    }
}
