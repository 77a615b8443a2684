//! The heads of requests, as a server takes them.

use super::connection::Conn;
use super::head;
use super::method;
use super::reading::{Bad, CHUNK_LINE, Refusal, TooLarge};
use super::request::Req;
use super::server::Server;
use super::uri::UriFlags;
use super::uri_object::{Piece, Uri};
use crate::ffi::http_struct::EVHTTP_PROXY_REQUEST;
use crate::rt::text::{Short, Text};

const EXPECT: &[u8] = b"Expect";
const TO_GO_ON: &[u8] = b"100-continue";

impl Req {
    /// Whether a client waits to be told to send the body.
    pub(super) fn asks_to_go_on(self) -> bool {
        let value = self.to_send().value(EXPECT);
        value.is_some_and(|what| what.eq_ignore_ascii_case(TO_GO_ON))
    }
}

impl Conn {
    pub(super) fn take_request_line(
        self,
        server: Server,
        req: Req,
        line: &[u8],
    ) -> Result<(), Refusal> {
        let line = head::request_line(line).map_err(|_| Bad)?;
        let (method, is_there) = req.kept_during(|_| server.method(line.method));
        let method = method.filter(|_| is_there && !self.is_freed());
        let (bit, takes_body) = method.ok_or(Refusal::UnknownMethod)?;
        req.r#type.set(bit);
        self.takes_body.set(takes_body);
        req.major.set(line.version.major);
        req.minor.set(line.version.minor);
        Req::set_text(&req.uri, Some(Text::new(line.uri).map_err(|_| Bad)?));
        if req.r#type.get() == method::CONNECT {
            let uri = Uri::parse_authority(line.uri).map_err(|_| Bad)?;
            req.set_uri_parts(Some(uri));
            return Ok(());
        }
        let uri = Uri::parse(line.uri, UriFlags::NONCONFORMANT).map_err(|_| Bad)?;
        req.set_uri_parts(Some(uri));
        let scheme = uri.bytes(Piece::Scheme).unwrap_or_default();
        let is_web = [&b"http"[..], b"https"]
            .iter()
            .any(|web| web.eq_ignore_ascii_case(scheme));
        if let Some(host) = uri.bytes(Piece::Host)
            && is_web
            && !server.answers_for(host)
        {
            req.set_flag(EVHTTP_PROXY_REQUEST);
        }
        Ok(())
    }

    /// The head is there: a body may follow.
    pub(super) fn request_head_is_complete(self, server: Server, req: Req) -> Result<(), Refusal> {
        let length = body_length(req)?;
        if !self.call_within(req, Req::takes_headers) {
            // The program does not want the rest.
            self.free();
            return Ok(());
        }
        let length = match length {
            Length::None => None,
            // Where the next request begins is not certain.
            _ if !self.takes_body.get() => {
                req.close_after();
                None
            }
            Length::Chunked => {
                if !req.is_modern() && req.keeps_alive() {
                    // Whoever passed it on may know nothing of chunks (RFC 9112, section 6.1).
                    req.close_after();
                }
                Some(CHUNK_LINE)
            }
            Length::Known(0) => None,
            Length::Known(n) => Some(n),
        };
        let Some(length) = length else {
            self.message_is_complete(req);
            return Ok(());
        };
        req.set_chunked(length == CHUNK_LINE);
        req.ntoread.set(length);
        let is_waiting = self.check_expectation(req)?;
        let goes_on = self.call_within(req, |req| {
            server.show_head(req);
            !req.is_answered()
        });
        if !goes_on {
            return Ok(());
        }
        self.begin_body(length == CHUNK_LINE, length);
        if u64::try_from(length).is_ok_and(|n| n > self.max_body.get()) {
            if !server.lingers() {
                return Err(TooLarge);
            }
            self.refused.set(true);
        }
        if is_waiting && !self.refused.get() && self.bev.input().len() == 0 {
            let (major, minor) = req.version();
            let line = format_args!("HTTP/{major}.{minor} 100 Continue\r\n\r\n");
            let line = Short::<40>::new(line);
            self.bev.write(line.as_bytes()).map_err(|_| Bad)?;
        }
        Ok(())
    }

    /// Tells whether the client waits to be told to go on.
    fn check_expectation(self, req: Req) -> Result<bool, Refusal> {
        let expected = req.received().value(EXPECT).filter(|_| req.is_modern());
        match expected {
            None => Ok(false),
            Some(what) if what.eq_ignore_ascii_case(TO_GO_ON) => Ok(true),
            Some(_) => Err(Refusal::UnknownExpectation),
        }
    }
}

/// How long a body is.
enum Length {
    None,
    Known(i64),
    Chunked,
}

/// Anything that two readers could understand in different ways is refused (RFC 9112, section 6.3).
fn body_length(req: Req) -> Result<Length, Refusal> {
    let headers = req.received();
    let of_name = |name: &[u8]| {
        let mut values = headers.iter().filter(|it| it.0.eq_ignore_ascii_case(name));
        (values.next().map(|it| it.1), values.next().is_some())
    };
    let (coding, more_codings) = of_name(b"Transfer-Encoding");
    let (length, more_lengths) = of_name(b"Content-Length");
    match (coding, length) {
        _ if more_codings || more_lengths => Err(Bad),
        (None, None) => Ok(Length::None),
        (Some(_), Some(_)) => Err(Bad),
        (Some(coding), None) if coding.eq_ignore_ascii_case(b"chunked") => Ok(Length::Chunked),
        (Some(_), None) => Err(Bad),
        (None, Some(length)) => {
            let length = Some(length).filter(|text| !text.is_empty());
            let number = length.and_then(head::number).ok_or(Bad)?;
            i64::try_from(number).map(Length::Known).map_err(|_| Bad)
        }
    }
}
