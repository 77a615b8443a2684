//! Reading requests: heads line by line, and bodies.

use memchr::memchr;

use crate::base::Events;
use crate::ffi::http::{
    HTTP_BADREQUEST, HTTP_ENTITYTOOLARGE, HTTP_EXPECTATIONFAILED, HTTP_NOTIMPLEMENTED,
};
use crate::ffi::http_struct::EVHTTP_PROXY_REQUEST;

use super::connection::{Conn, State};
use super::head::{self, HeaderLine};
use super::method;
use super::request::Req;
use super::uri::UriFlags;
use super::uri_object::{Piece, Uri};
use crate::buffer::Buf;
use crate::rt::text::{Short, Text};

/// What there was to read.
enum Progress {
    /// Something was read, and the state says what comes next.
    Some,
    /// More has to come first.
    None,
}

/// The status with which a request is refused.
struct Refusal(i32);

const BAD: Refusal = Refusal(HTTP_BADREQUEST);
const TOO_LARGE: Refusal = Refusal(HTTP_ENTITYTOOLARGE);

/// The longest line before a chunk: extensions are not worth more.
const MAX_CHUNK_LINE: usize = 4096;

/// What is to come of a body in chunks, where `ntoread` is not the rest of a chunk.
const CHUNK_LINE: i64 = -1;
const CHUNK_END: i64 = -2;

impl Conn {
    /// Reads what has come, as far as it goes.
    pub(super) fn read(self) {
        while !self.is_freed() {
            let Some(req) = self.request.get() else {
                return;
            };
            let progress = match self.state.get() {
                State::FirstLine | State::Headers | State::Trailers => self.read_lines(req),
                State::Body => self.read_body(req),
                State::Answering => {
                    // It waits for its turn.
                    if self.bev.input().len() > 0 {
                        let _ = self.bev.disable(Events::READ);
                    }
                    return;
                }
            };
            match progress {
                Ok(Progress::Some) => {}
                Ok(Progress::None) => return,
                Err(Refusal(status)) => {
                    self.refused
                        .set(self.server().lingers() && req.ntoread.get() > 0);
                    self.state.set(State::Answering);
                    req.reply_error(status, None);
                    return;
                }
            }
        }
    }

    /// Reads lines from the first block of the input.
    fn read_lines(self, req: Req) -> Result<Progress, Refusal> {
        let input = self.bev.input();
        let len = input.first_piece_len();
        if len == 0 {
            return Ok(Progress::None);
        }
        let start = input.pull_up(Some(len)).map_err(|_| BAD)?;
        // SAFETY: the block has as many bytes, and nothing changes the input before `drain`.
        let bytes = unsafe { std::slice::from_raw_parts(start.as_ptr(), len) };
        let (mut at, mut scanned) = (0, self.scanned.get());
        let mut complete = Ok(false);
        while let Ok(false) = complete {
            let Some(end) = memchr(b'\n', &bytes[at + scanned..]) else {
                scanned = len - at;
                break;
            };
            let line = &bytes[at..at + scanned + end];
            at += scanned + end + 1;
            scanned = 0;
            complete = self.take_line(req, line.strip_suffix(b"\r").unwrap_or(line));
        }
        self.scanned.set(scanned);
        let _ = input.drain(at);
        let complete = match self.state.get() {
            // As for the rest of a body in chunks.
            State::Trailers => complete.map_err(|_| TOO_LARGE)?,
            _ => complete?,
        };
        if complete {
            self.head_is_complete(req)?;
            return Ok(Progress::Some);
        }
        let used = req.headers_size.get() as u64 + input.len() as u64;
        if used > self.max_headers.get() {
            return Err(if self.state.get() == State::Trailers {
                TOO_LARGE
            } else {
                BAD
            });
        }
        if at > 0 {
            return Ok(Progress::Some);
        }
        if input.len() == len {
            if self.head_is_late() {
                self.free();
            }
            return Ok(Progress::None);
        }
        // The line goes on in the next block.
        let more = input.len().min(2 * len);
        input.pull_up(Some(more)).map_err(|_| BAD)?;
        Ok(Progress::Some)
    }

    /// Takes a line of a head. Tells whether it was the last.
    fn take_line(self, req: Req, line: &[u8]) -> Result<bool, Refusal> {
        req.headers_size.set(req.headers_size.get() + line.len());
        if req.headers_size.get() as u64 > self.max_headers.get() {
            return Err(BAD);
        }
        if self.state.get() == State::FirstLine {
            self.take_request_line(req, line)?;
            self.state.set(State::Headers);
            return Ok(false);
        }
        let list = req.received();
        let kept = match head::header_line(line).map_err(|_| BAD)? {
            HeaderLine::End => return Ok(true),
            // What comes behind a body must not pass for what came before it.
            HeaderLine::More(_) if self.state.get() == State::Trailers => {
                return if self.has_trailer.get() {
                    Ok(false)
                } else {
                    Err(BAD)
                };
            }
            HeaderLine::Header { .. } if self.state.get() == State::Trailers => {
                self.has_trailer.set(true);
                Ok(())
            }
            HeaderLine::Header { name, value } => list.push(name, &[value]),
            HeaderLine::More(more) => list.extend_last(more),
        };
        kept.map(|()| false).map_err(|_| BAD)
    }

    fn take_request_line(self, req: Req, line: &[u8]) -> Result<(), Refusal> {
        let line = head::request_line(line).map_err(|_| BAD)?;
        let method = self.server().method(line.method);
        let (bit, takes_body) = method.ok_or(Refusal(HTTP_NOTIMPLEMENTED))?;
        req.r#type.set(bit);
        self.takes_body.set(takes_body);
        req.major.set(line.version.major);
        req.minor.set(line.version.minor);
        Req::set_text(&req.uri, Some(Text::new(line.uri).map_err(|_| BAD)?));
        if req.r#type.get() == method::CONNECT {
            let uri = Uri::parse_authority(line.uri).map_err(|_| BAD)?;
            req.set_uri_parts(Some(uri));
            return Ok(());
        }
        let uri = Uri::parse(line.uri, UriFlags::NONCONFORMANT).map_err(|_| BAD)?;
        req.set_uri_parts(Some(uri));
        let scheme = uri.bytes(Piece::Scheme).unwrap_or_default();
        let is_web = [&b"http"[..], b"https"]
            .iter()
            .any(|web| web.eq_ignore_ascii_case(scheme));
        if let Some(host) = uri.bytes(Piece::Host)
            && is_web
            && !self.server().answers_for(host)
        {
            req.set_flag(EVHTTP_PROXY_REQUEST);
        }
        Ok(())
    }

    /// The head is there: a body may follow.
    fn head_is_complete(self, req: Req) -> Result<(), Refusal> {
        if self.state.get() == State::Trailers {
            req.ntoread.set(0);
            self.answer(req);
            return Ok(());
        }
        let length = body_length(req)?;
        if !req.takes_headers() {
            // The program does not want the rest.
            self.free();
            return Ok(());
        }
        if self.is_freed() {
            return Ok(());
        }
        let length = match length {
            Length::None => None,
            // Where the next request begins is not certain.
            _ if !self.takes_body.get() => {
                req.close_after();
                None
            }
            Length::Chunked => Some(CHUNK_LINE),
            Length::Known(0) => None,
            Length::Known(n) => Some(n),
        };
        let Some(length) = length else {
            self.answer(req);
            return Ok(());
        };
        req.set_chunked(length == CHUNK_LINE);
        req.ntoread.set(length);
        let is_waiting = self.check_expectation(req)?;
        if u64::try_from(length).is_ok_and(|n| n > self.max_body.get()) {
            if !self.server().lingers() {
                return Err(TOO_LARGE);
            }
            self.refused.set(true);
        }
        self.state.set(State::Body);
        if is_waiting && !self.refused.get() && self.bev.input().len() == 0 {
            let (major, minor) = req.version();
            let line = format_args!("HTTP/{major}.{minor} 100 Continue\r\n\r\n");
            let line = Short::<40>::new(line);
            self.bev.write(line.as_bytes()).map_err(|_| BAD)?;
        }
        Ok(())
    }

    /// Tells whether the client waits to be told to go on.
    fn check_expectation(self, req: Req) -> Result<bool, Refusal> {
        let expected = req.received().value(b"Expect").filter(|_| req.is_modern());
        match expected {
            None => Ok(false),
            Some(what) if what.eq_ignore_ascii_case(b"100-continue") => Ok(true),
            Some(_) => Err(Refusal(HTTP_EXPECTATIONFAILED)),
        }
    }

    fn read_body(self, req: Req) -> Result<Progress, Refusal> {
        let input = self.bev.input();
        match req.ntoread.get() {
            _ if input.len() == 0 => Ok(Progress::None),
            CHUNK_LINE => self.read_chunk_line(req, input),
            CHUNK_END => match take_line(input)? {
                None => Ok(Progress::None),
                Some(Line::Empty) => {
                    req.ntoread.set(CHUNK_LINE);
                    Ok(Progress::Some)
                }
                Some(Line::Size(_)) => Err(TOO_LARGE),
            },
            left => {
                let n = input.len().min(usize::try_from(left).unwrap_or(usize::MAX));
                let left = left - n as i64;
                req.ntoread.set(left);
                if self.refused.get() {
                    input.drain(n).map_err(|_| BAD)?;
                } else {
                    let taken = req.input().take_from(input, n).map_err(|_| BAD)?;
                    req.body_size.set(req.body_size.get() + taken);
                    if req.chunk_cb.get().is_some() {
                        self.pass_on(req);
                        if self.is_freed() {
                            return Ok(Progress::None);
                        }
                    }
                }
                if left == 0 && self.refused.get() {
                    return Err(TOO_LARGE);
                }
                if left == 0 && req.is_chunked() {
                    req.ntoread.set(CHUNK_END);
                } else if left == 0 {
                    self.answer(req);
                }
                Ok(Progress::Some)
            }
        }
    }

    /// Gives a part of the body to the program, which takes it, or it is gone.
    fn pass_on(self, req: Req) {
        req.call(req.chunk_cb.get(), req.cb_arg.get());
        if !self.is_freed() {
            let input = req.input();
            let _ = input.drain(input.len());
        }
    }

    fn read_chunk_line(self, req: Req, input: Buf) -> Result<Progress, Refusal> {
        let size = match take_line(input)? {
            None => return Ok(Progress::None),
            Some(Line::Empty) => return Err(TOO_LARGE),
            Some(Line::Size(size)) => size,
        };
        let total = size.checked_add(req.body_size.get() as u64);
        if total.is_none_or(|total| total > self.max_body.get()) {
            return Err(TOO_LARGE);
        }
        if size == 0 {
            self.state.set(State::Trailers);
        } else {
            req.ntoread.set(i64::try_from(size).map_err(|_| TOO_LARGE)?);
        }
        Ok(Progress::Some)
    }

    /// The request is complete: the program, or the server itself, answers it.
    fn answer(self, req: Req) {
        self.state.set(State::Answering);
        req.set_answered(false);
        self.server().handle(req);
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
        _ if more_codings || more_lengths => Err(BAD),
        (None, None) => Ok(Length::None),
        (Some(_), Some(_)) => Err(BAD),
        (Some(coding), None) if coding.eq_ignore_ascii_case(b"chunked") => Ok(Length::Chunked),
        (Some(_), None) => Err(BAD),
        (None, Some(length)) => {
            let length = Some(length).filter(|text| !text.is_empty());
            let number = length.and_then(head::number).ok_or(BAD)?;
            i64::try_from(number).map(Length::Known).map_err(|_| BAD)
        }
    }
}

/// A line of a body in chunks.
enum Line {
    Empty,
    Size(u64),
}

/// Takes a line away, if it has its end, which must not be a line feed alone.
fn take_line(input: Buf) -> Result<Option<Line>, Refusal> {
    let first = input.first_piece_len();
    let all = input.len().min(MAX_CHUNK_LINE);
    // Most lines are in one block.
    for len in [first.min(all), all] {
        let start = input.pull_up(Some(len)).map_err(|_| BAD)?;
        // SAFETY: so many bytes are in one piece, and nothing changes the input before `drain`.
        let bytes = unsafe { std::slice::from_raw_parts(start.as_ptr(), len) };
        if let Some(end) = memchr(b'\n', bytes) {
            let line = match bytes[..end].strip_suffix(b"\r").ok_or(TOO_LARGE)? {
                [] => Line::Empty,
                line => Line::Size(head::chunk_size(line).map_err(|_| TOO_LARGE)?),
            };
            let _ = input.drain(end + 1);
            return Ok(Some(line));
        }
    }
    if all == MAX_CHUNK_LINE {
        Err(TOO_LARGE)
    } else {
        Ok(None)
    }
}
