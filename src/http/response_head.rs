//! The heads of responses, as a client takes them.

use super::Failed;
use super::head;
use super::method;
use super::reading::{Bad, Refusal};
use super::request::Req;
use crate::ffi::http_struct::EVHTTP_PROXY_REQUEST;
use crate::rt::text::Text;

/// How long the body of a response is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    None,
    Known(i64),
    Chunked,
    /// As long as the connection lasts.
    ToTheEnd,
}

/// The length of a response that has a body (RFC 9112, section 6.3).
pub(super) fn response_length(req: Req) -> Result<Length, Refusal> {
    let values = |name: &'static [u8]| {
        let of_name = move |header: &(&[u8], &[u8])| header.0.eq_ignore_ascii_case(name);
        req.received().iter().filter(of_name).map(|header| header.1)
    };
    let mut codings = values(b"Transfer-Encoding");
    if let Some(coding) = codings.next() {
        // Of other codings the program learns by the header, and decodes them.
        let is_chunked = coding.eq_ignore_ascii_case(b"chunked") && codings.next().is_none();
        return Ok(match is_chunked {
            true => Length::Chunked,
            false => Length::ToTheEnd,
        });
    }
    let mut lengths = values(b"Content-Length").map(known_length);
    let Some(first) = lengths.next() else {
        // A server that says something else of the connection than its end has nothing to send, as the original has it.
        let stays = values(b"Connection")
            .next()
            .is_some_and(|value| !value.eq_ignore_ascii_case(b"close"));
        return Ok(match stays {
            true => Length::None,
            false => Length::ToTheEnd,
        });
    };
    let first = first.map_err(|_| Bad)?;
    // Servers may repeat themselves, but must not contradict themselves.
    if lengths.any(|length| length != Ok(first)) {
        return Err(Bad);
    }
    Ok(Length::Known(first))
}

fn known_length(text: &[u8]) -> Result<i64, Failed> {
    let text = Some(text).filter(|text| !text.is_empty());
    let number = text.and_then(head::number).ok_or(Failed)?;
    i64::try_from(number).map_err(|_| Failed)
}

impl Req {
    pub(super) fn take_status_line(self, line: &[u8]) -> Result<(), Refusal> {
        let line = head::status_line(line).map_err(|_| Bad)?;
        self.major.set(line.version.major);
        self.minor.set(line.version.minor);
        self.response_code.set(line.code);
        let reason = Text::new(line.reason).map_err(|_| Bad)?;
        Req::set_text(&self.response_code_line, Some(reason));
        Ok(())
    }

    /// Whether the connection ends with this response, as either side wants it.
    pub(super) fn response_closes(self) -> bool {
        // Behind a proxy there would be somebody else.
        let is_asked = self.close_is_asked_for()
            || self.close_is_announced()
            || self.has_flag(EVHTTP_PROXY_REQUEST);
        is_asked && self.r#type.get() != method::CONNECT
    }
}
