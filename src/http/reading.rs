//! Reading messages: heads line by line, and bodies.

use memchr::memchr;

use super::Failed;
use super::connection::{Conn, Side, State};
use super::head::{self, HeaderLine};
use super::headers::Headers;
use super::request::Req;
use crate::base::Events;
use crate::buffer::Buf;
use crate::ffi::http::{
    HTTP_BADREQUEST, HTTP_ENTITYTOOLARGE, HTTP_EXPECTATIONFAILED, HTTP_NOTIMPLEMENTED,
    evhttp_request_error,
};
use crate::ffi::http_struct::EVHTTP_REQ_DEFER_FREE;

/// What there was to read.
enum Progress {
    /// Something was read, and the state says what comes next.
    Some,
    /// More has to come first.
    None,
}

/// Why a message is not taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It, or its head, makes no sense, or the head is too long.
    Bad,
    /// The body is too long, or makes no sense.
    TooLarge,
    UnknownMethod,
    UnknownExpectation,
}

pub(super) use Refusal::{Bad, TooLarge};

impl Refusal {
    /// What a server answers.
    fn status(self) -> i32 {
        match self {
            Bad => HTTP_BADREQUEST,
            TooLarge => HTTP_ENTITYTOOLARGE,
            Refusal::UnknownMethod => HTTP_NOTIMPLEMENTED,
            Refusal::UnknownExpectation => HTTP_EXPECTATIONFAILED,
        }
    }

    /// What a client's program is told.
    fn error(self) -> evhttp_request_error {
        match self {
            TooLarge => evhttp_request_error::EVREQ_HTTP_DATA_TOO_LONG,
            _ => evhttp_request_error::EVREQ_HTTP_INVALID_HEADER,
        }
    }
}

/// The longest line before a chunk: extensions are not worth more.
const MAX_CHUNK_LINE: usize = 4096;

/// What is to come of a body in chunks, where `ntoread` is not the rest of a chunk.
pub(super) const CHUNK_LINE: i64 = -2;
const CHUNK_END: i64 = -1;
/// What is to come of a body without a length or chunks.
pub(super) const TO_THE_END: i64 = -1;

impl Conn {
    /// Reads what has come, as far as it goes.
    pub(super) fn read(self) {
        while !self.is_freed() {
            if self.state.get() == State::Rest {
                return self.drop_rest();
            }
            let Some(req) = self.request.get() else {
                return self.look_at_stray_input();
            };
            let progress = match self.state.get() {
                State::FirstLine | State::Headers | State::Trailers => self.read_lines(req),
                State::Body => self.read_body(req),
                State::Nothing | State::Rest => {
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
                Err(_) if self.is_freed() => return,
                Err(refusal) => return self.refuse(req, refusal),
            }
        }
    }

    fn refuse(self, req: Req, refusal: Refusal) {
        match self.side() {
            Side::Server(server) => {
                let ((), is_there) = req.kept_during(|req| self.tell_of_cut(req));
                if !is_there || self.is_freed() {
                    return self.free();
                }
                self.refused.set(server.lingers() && req.ntoread.get() > 0);
                self.state.set(State::Nothing);
                req.reply_error(refusal.status(), None);
            }
            Side::Client(client) => client.fail(refusal.error()),
        }
    }

    /// The client is not done with what was answered already.
    fn drop_rest(self) {
        let input = self.bev.input();
        let _ = input.drain(input.len());
        if self.head_is_late() {
            self.free();
        }
    }

    /// Input that nobody has asked for.
    fn look_at_stray_input(self) {
        if let Side::Client(client) = self.side()
            // Behind a response that opens a tunnel it is the program's.
            && !client.tunnels.take()
            && self.bev.input().len() > 0
        {
            client.distrust();
        }
    }

    /// Reads lines from the first block of the input.
    fn read_lines(self, req: Req) -> Result<Progress, Refusal> {
        let input = self.bev.input();
        let len = input.first_piece_len();
        if len == 0 {
            return Ok(Progress::None);
        }
        let start = input.pull_up(Some(len)).map_err(|_| Bad)?;
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
            State::Trailers => complete.map_err(|_| TooLarge)?,
            _ => complete?,
        };
        if complete {
            match self.side() {
                _ if self.state.get() == State::Trailers => {
                    req.ntoread.set(0);
                    self.message_is_complete(req);
                }
                Side::Server(server) => self.request_head_is_complete(server, req)?,
                Side::Client(client) => client.response_head_is_complete(req)?,
            }
            return Ok(Progress::Some);
        }
        let used = req.headers_size.get() as u64 + input.len() as u64;
        if used > self.max_headers.get() {
            return Err(if self.state.get() == State::Trailers {
                TooLarge
            } else {
                Bad
            });
        }
        if at > 0 {
            return Ok(Progress::Some);
        }
        if input.len() == len {
            if self.server().is_some() && self.head_is_late() {
                self.free();
            }
            return Ok(Progress::None);
        }
        // The line goes on in the next block.
        let more = input.len().min(2 * len);
        input.pull_up(Some(more)).map_err(|_| Bad)?;
        Ok(Progress::Some)
    }

    /// Takes a line of a head. Tells whether it was the last.
    fn take_line(self, req: Req, line: &[u8]) -> Result<bool, Refusal> {
        req.headers_size.set(req.headers_size.get() + line.len());
        if req.headers_size.get() as u64 > self.max_headers.get() {
            return Err(Bad);
        }
        if self.state.get() == State::FirstLine {
            match self.side() {
                Side::Server(server) => self.take_request_line(server, req, line)?,
                Side::Client(_) => req.take_status_line(line)?,
            }
            self.state.set(State::Headers);
            return Ok(false);
        }
        let list = req.received();
        let line = head::header_line(line).map_err(|_| Bad)?;
        if !matches!(line, HeaderLine::More(_)) {
            self.end_folding(list).map_err(|_| Bad)?;
        }
        let kept = match line {
            HeaderLine::End => return Ok(true),
            // What comes behind a body must not pass for what came before it.
            HeaderLine::More(_) if self.state.get() == State::Trailers => {
                return if self.has_trailer.get() {
                    Ok(false)
                } else {
                    Err(Bad)
                };
            }
            HeaderLine::Header { .. } if self.state.get() == State::Trailers => {
                self.has_trailer.set(true);
                Ok(())
            }
            HeaderLine::Header { name, value } => list.push(name, &[value]),
            HeaderLine::More(more) => self.fold(list, more),
        };
        kept.map(|()| false).map_err(|_| Bad)
    }

    /// The value of the last header goes on. It is put together aside, as there may be any number of such lines.
    fn fold(self, list: Headers, more: &[u8]) -> Result<(), Failed> {
        if self.folded.len() == 0 {
            let value = list.last_value().ok_or(Failed)?;
            self.folded.extend_from_slice(value)?;
        }
        self.folded.push(b' ')?;
        self.folded.extend_from_slice(more)?;
        Ok(())
    }

    fn end_folding(self, list: Headers) -> Result<(), Failed> {
        if self.folded.len() > 0 {
            list.set_last_value(self.folded.as_slice())?;
            self.folded.clear();
        }
        Ok(())
    }

    fn read_body(self, req: Req) -> Result<Progress, Refusal> {
        let input = self.bev.input();
        if req.is_paused() {
            self.wait_for_taker();
            return Ok(Progress::None);
        }
        match req.ntoread.get() {
            0 if !self.comes_in_chunks.get() => {
                self.message_is_complete(req);
                Ok(Progress::Some)
            }
            _ if input.len() == 0 => Ok(Progress::None),
            TO_THE_END if !self.comes_in_chunks.get() => self.read_to_the_end(req, input),
            CHUNK_LINE => self.read_chunk_line(req, input),
            CHUNK_END => match take_line(input)? {
                None => Ok(Progress::None),
                Some(Line::Empty) => {
                    req.ntoread.set(CHUNK_LINE);
                    Ok(Progress::Some)
                }
                Some(Line::Size(_)) => Err(TooLarge),
            },
            left => self.read_bytes(req, input, left),
        }
    }

    /// Reads from a body, or a chunk of it, of which so much is left.
    fn read_bytes(self, req: Req, input: Buf, left: i64) -> Result<Progress, Refusal> {
        let all = usize::try_from(left).unwrap_or(usize::MAX);
        let waits = req.chunk_cb.get().is_some() && !req.has_taker();
        if input.len() < all && self.comes_in_chunks.get() && waits {
            // Programs get what the other side has sent as one.
            return Ok(Progress::None);
        }
        let n = input.len().min(all);
        let left = left - n as i64;
        req.ntoread.set(match left {
            0 if self.comes_in_chunks.get() => CHUNK_END,
            _ => left,
        });
        if self.refused.get() {
            input.drain(n).map_err(|_| Bad)?;
        } else if !self.keep(req, input, n)? {
            return Ok(Progress::None);
        }
        if left == 0 && self.refused.get() {
            return Err(TooLarge);
        }
        Ok(Progress::Some)
    }

    /// Reads from a body that ends with the connection.
    fn read_to_the_end(self, req: Req, input: Buf) -> Result<Progress, Refusal> {
        let n = input.len();
        let total = req.body_size.get() as u64 + n as u64;
        if total > self.max_body.get() {
            return Err(TooLarge);
        }
        self.keep(req, input, n)?;
        Ok(Progress::None)
    }

    /// Takes bytes of a body in. Tells whether the message is still wanted.
    fn keep(self, req: Req, input: Buf, n: usize) -> Result<bool, Refusal> {
        let taken = req.input().gather_from(input, n).map_err(|_| Bad)?;
        req.body_size.set(req.body_size.get() + taken);
        if req.has_taker() {
            return Ok(self.call_within(req, |req| {
                req.give_part(req.input().as_ptr());
                true
            }));
        }
        Ok(req.chunk_cb.get().is_none() || self.pass_on(req))
    }

    /// Gives a part of the body to the program, which takes it, or it is gone. Tells whether the message is still
    /// wanted.
    fn pass_on(self, req: Req) -> bool {
        let goes_on = self.call_within(req, |req| {
            // Programs may look.
            req.set_flag(EVHTTP_REQ_DEFER_FREE);
            req.call(req.chunk_cb.get(), req.cb_arg.get());
            req.clear_flag(EVHTTP_REQ_DEFER_FREE);
            true
        });
        if goes_on {
            let input = req.input();
            let _ = input.drain(input.len());
        }
        goes_on
    }

    /// Calls the program in the middle of a message. Tells whether that is still wanted.
    pub(super) fn call_within(self, req: Req, call: impl FnOnce(Req) -> bool) -> bool {
        let (wanted, is_there) = req.kept_during(call);
        is_there && wanted && !self.is_freed() && self.request.get() == Some(req)
    }

    fn read_chunk_line(self, req: Req, input: Buf) -> Result<Progress, Refusal> {
        let size = match take_line(input)? {
            None => return Ok(Progress::None),
            Some(Line::Empty) => return Err(TooLarge),
            Some(Line::Size(size)) => size,
        };
        let total = size.checked_add(req.body_size.get() as u64);
        if total.is_none_or(|total| total > self.max_body.get()) {
            return Err(TooLarge);
        }
        if size == 0 {
            self.state.set(State::Trailers);
        } else {
            req.ntoread.set(i64::try_from(size).map_err(|_| TooLarge)?);
        }
        Ok(Progress::Some)
    }

    pub(super) fn message_is_complete(self, req: Req) {
        self.state.set(State::Nothing);
        match self.side() {
            Side::Server(server) => {
                req.set_answered(false);
                server.handle(req);
            }
            Side::Client(client) => client.finish(req),
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
        let start = input.pull_up(Some(len)).map_err(|_| Bad)?;
        // SAFETY: so many bytes are in one piece, and nothing changes the input before `drain`.
        let bytes = unsafe { std::slice::from_raw_parts(start.as_ptr(), len) };
        if let Some(end) = memchr(b'\n', bytes) {
            let line = match bytes[..end].strip_suffix(b"\r").ok_or(TooLarge)? {
                [] => Line::Empty,
                line => Line::Size(head::chunk_size(line).map_err(|_| TooLarge)?),
            };
            let _ = input.drain(end + 1);
            return Ok(Some(line));
        }
    }
    if all == MAX_CHUNK_LINE {
        Err(TooLarge)
    } else {
        Ok(None)
    }
}
