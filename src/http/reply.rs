//! Responses: their heads, and bodies at once or in chunks.

use std::ffi::c_void;

use libc::timeval;
use memchr::memchr2;

use super::connection::{Conn, ConnectionCallback, Sent, State};
use super::method;
use super::request::{Req, field};
use super::server::Server;
use super::status;
use super::writing;
use super::{Failed, escape_html};
use crate::buffer::Buf;
use crate::ffi::http_struct::EVHTTP_PROXY_REQUEST;
use crate::rt::text::{Digits, Short, Text};
use crate::util::socket;

/// How long a client may go on sending what is not read.
const LINGER: timeval = timeval {
    tv_sec: 5,
    tv_usec: 0,
};

/// The names of headers that the library sets.
const CONNECTION: &[u8] = b"Connection";
const PROXY_CONNECTION: &[u8] = b"Proxy-Connection";
const CONTENT_LENGTH: &[u8] = b"Content-Length";
const CONTENT_TYPE: &[u8] = b"Content-Type";
const TRANSFER_ENCODING: &[u8] = b"Transfer-Encoding";

/// A status as text.
enum Code {
    Usual(Digits),
    /// One that makes no sense, but a program wants it.
    Other(Short<12>),
}

impl Code {
    fn new(code: i32) -> Self {
        match u64::try_from(code) {
            Ok(code) => Code::Usual(Digits::new(code)),
            Err(_) => Code::Other(Short::new(format_args!("{code}"))),
        }
    }

    fn as_bytes(&self) -> &[u8] {
        match self {
            Code::Usual(digits) => digits.as_bytes(),
            Code::Other(text) => text.as_bytes(),
        }
    }
}

impl Req {
    /// Whether the connection ends with this exchange, as the other side, or the program, wants it.
    pub(super) fn closes(self) -> bool {
        if self.opens_tunnel() && self.is_modern() {
            return false;
        }
        // Of a proxy nothing else is expected.
        if self.has_flag(EVHTTP_PROXY_REQUEST) {
            return true;
        }
        if self.close_is_asked_for() || !self.is_modern() && !self.keeps_alive() {
            return true;
        }
        self.close_is_announced()
    }

    /// Whether what goes out says that the connection ends.
    pub(super) fn close_is_announced(self) -> bool {
        let value = self.to_send().value(CONNECTION);
        value.is_some_and(|value| value.eq_ignore_ascii_case(b"close"))
    }

    /// Whether what came in says that the connection ends.
    pub(super) fn close_is_asked_for(self) -> bool {
        let headers = self.received();
        if self.has_flag(EVHTTP_PROXY_REQUEST) {
            let value = headers.value(PROXY_CONNECTION);
            return !value.is_some_and(|value| value.eq_ignore_ascii_case(b"keep-alive"));
        }
        let value = headers.value(CONNECTION);
        value.is_some_and(|value| value.eq_ignore_ascii_case(b"close"))
    }

    /// Whether the other side, of HTTP/1.0, wants the connection to stay.
    pub(super) fn keeps_alive(self) -> bool {
        let value = self.received().value(CONNECTION);
        value
            .and_then(|value| value.get(..10))
            .is_some_and(|value| value.eq_ignore_ascii_case(b"keep-alive"))
    }

    /// The connection ends with this exchange.
    pub(super) fn close_after(self) {
        let headers = self.to_send();
        headers.remove(CONNECTION);
        // Without memory the other side has to find out.
        let _ = headers.push(CONNECTION, &[b"close"]);
    }

    /// Whether the connection carries something else from now on.
    pub(super) fn opens_tunnel(self) -> bool {
        let code = self.response_code.get();
        self.r#type.get() == method::CONNECT && (200..300).contains(&code)
    }

    pub(super) fn response_has_body(self) -> bool {
        status::has_body(self.response_code.get())
            && self.r#type.get() != method::HEAD
            && !self.opens_tunnel()
    }

    pub(super) fn set_status(self, code: i32, reason: Option<&[u8]>) {
        let reason = reason.unwrap_or_else(|| status::phrase(code).as_bytes());
        // What is behind the end of its line would be taken for headers.
        let end = memchr2(b'\r', b'\n', reason).unwrap_or(reason.len());
        self.kind.set(1);
        self.response_code.set(code);
        Req::set_text(&self.response_code_line, Text::new(&reason[..end]).ok());
    }

    /// Adds the headers that a response has to have. `length` is that of its body, if it is known.
    fn complete_headers(self, server: Server, length: Option<usize>) -> Result<(), Failed> {
        let headers = self.to_send();
        let has_body = self.response_has_body();
        // Where it ends shows by its length, or by chunks, or by the end of the connection.
        let has_end = length.is_some() || !has_body || headers.value(CONTENT_LENGTH).is_some();
        let lasts = self.is_modern() || self.keeps_alive() && has_end;
        if self.major.get() == 1 {
            if self.is_modern() && headers.value(b"Date").is_none() {
                headers.push(b"Date", &[&server.date()])?;
            }
            if !self.is_modern() && lasts {
                headers.push(CONNECTION, &[b"keep-alive"])?;
            } else if !self.is_modern() && self.keeps_alive() {
                self.close_after();
            }
            if let Some(length) = length
                && lasts
                && has_body
                && headers.value(TRANSFER_ENCODING).is_none()
                && headers.value(CONTENT_LENGTH).is_none()
            {
                headers.push(CONTENT_LENGTH, &[Digits::new(length as u64).as_bytes()])?;
            }
        }
        if has_body && headers.value(CONTENT_TYPE).is_none() {
            server.with_default_type(|kind| match kind {
                Some(kind) => headers.push(CONTENT_TYPE, &[kind]),
                None => Ok(()),
            })?;
        }
        if self.close_is_asked_for() {
            headers.remove(CONNECTION);
            if !self.has_flag(EVHTTP_PROXY_REQUEST) {
                headers.push(CONNECTION, &[b"close"])?;
            }
            headers.remove(PROXY_CONNECTION);
        }
        Ok(())
    }

    /// Writes the head, and what there is of the body.
    pub(super) fn write_head(
        self,
        (conn, server): (Conn, Server),
        length: Option<usize>,
    ) -> Result<(), Failed> {
        self.complete_headers(server, length)?;
        let code = Code::new(self.response_code.get());
        self.with_version_name(|version| {
            let reason = field(&self.response_code_line);
            let line = [version, b" ", code.as_bytes(), b" ", reason];
            let body = self.response_has_body().then(|| self.output());
            writing::write_message(conn.bev.output(), &line, self.to_send(), body)
        })
    }

    /// The connection that waits for the answer, and its server; none if the client has gone.
    pub(super) fn asker(self) -> Option<(Conn, Server)> {
        let conn = self.connection()?;
        Some((conn, conn.server()?))
    }

    /// Whether it can be answered, or could, if the client had not gone.
    pub(crate) fn may_be_answered(self) -> bool {
        self.connection().is_none() || self.asker().is_some()
    }

    /// Answers with a status and a body, which is taken out of its buffer.
    pub(crate) fn reply(self, code: i32, reason: Option<&[u8]>, body: Option<Buf>) {
        self.set_status(code, reason);
        let Some((conn, server)) = self.asker() else {
            // The client has gone.
            if let Some(body) = body {
                let _ = body.drain(body.len());
            }
            self.free();
            return;
        };
        self.set_answered(true);
        conn.answered_early(self);
        let taken = body.map_or(Ok(()), |body| self.output().add_buffer(body));
        let length = self.output().len();
        if taken.is_err() || self.write_head((conn, server), Some(length)).is_err() {
            conn.fail();
            return;
        }
        conn.sent.set(Sent::Response);
        conn.sent_already();
    }

    /// Begins a response whose body comes in parts.
    pub(crate) fn reply_start(self, code: i32, reason: Option<&[u8]>) {
        self.set_status(code, reason);
        let Some((conn, server)) = self.asker() else {
            return;
        };
        let in_chunks = self.is_modern()
            && self.to_send().value(CONTENT_LENGTH).is_none()
            && self.response_has_body();
        self.set_chunked(in_chunks);
        let told = match in_chunks {
            true => self.to_send().push(TRANSFER_ENCODING, &[b"chunked"]),
            false => Ok(()),
        };
        if told.is_err() || self.write_head((conn, server), None).is_err() {
            conn.fail();
        } else {
            conn.begin_parts();
        }
    }

    /// Sends a part of the body, which is taken out of its buffer. The function is called when all has been sent.
    pub(crate) fn reply_chunk(self, part: Buf, done: ConnectionCallback, arg: *mut c_void) {
        let Some(conn) = self.connection() else {
            return;
        };
        let len = part.len();
        if len == 0 || !self.response_has_body() {
            return;
        }
        let sent = if self.is_chunked() {
            conn.write_chunk(part)
        } else {
            conn.bev.output().add_buffer(part).map_err(|_| Failed)
        };
        if sent.is_err() {
            conn.fail();
            return;
        }
        conn.sent.set(Sent::Part(done, arg));
    }

    /// Ends a response whose body came in parts.
    pub(crate) fn reply_end(self) {
        let Some(conn) = self.connection() else {
            self.free();
            return;
        };
        self.set_answered(true);
        conn.answered_early(self);
        if self.is_chunked() && conn.write_last_chunk().is_err() {
            conn.fail();
            return;
        }
        conn.sent.set(Sent::Response);
        conn.sent_already();
    }

    /// Answers with a page that tells what is wrong; the connection ends.
    pub(crate) fn reply_error(self, code: i32, reason: Option<&[u8]>) {
        let reason = reason.unwrap_or_else(|| status::phrase(code).as_bytes());
        let number = Short::<12>::new(format_args!("{code} "));
        let parts: [&[u8]; 6] = [
            b"<HTML><HEAD>\n<TITLE>",
            number.as_bytes(),
            reason,
            b"</TITLE>\n</HEAD><BODY>\n<H1>",
            reason,
            b"</H1>\n</BODY></HTML>\n",
        ];
        self.reply_page(code, reason, |page| {
            let made = self
                .asker()
                .is_some_and(|(_, server)| server.make_error_page(self, page, code, reason));
            if made { Ok(()) } else { add_all(page, &parts) }
        });
    }

    /// Answers that nothing is at the path asked for.
    pub(super) fn not_found(self) {
        let Ok(path) = escape_html(field(&self.uri)) else {
            return self.give_up();
        };
        let parts: [&[u8]; 3] = [
            b"<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1>\
            <p>The requested URL ",
            path.as_bytes(),
            b" was not found on this server.</p></body></html>\n",
        ];
        self.reply_page(404, status::phrase(404).as_bytes(), |page| {
            add_all(page, &parts)
        });
    }

    /// Answers with a page and the headers that go with it, whatever the program has set.
    fn reply_page(self, code: i32, reason: &[u8], fill: impl FnOnce(Buf) -> Result<(), Failed>) {
        if self.connection().is_none() {
            self.free();
            return;
        }
        if !self.is_modern() {
            // Whatever the client speaks.
            self.major.set(1);
            self.minor.set(1);
        }
        let headers = self.to_send();
        headers.clear();
        let Ok(page) = Buf::new() else {
            return self.give_up();
        };
        let has_head = headers
            .push(CONTENT_TYPE, &[b"text/html"])
            .and_then(|()| headers.push(CONNECTION, &[b"close"]))
            .is_ok();
        // The program may make the page, or end the request instead.
        let (made, is_there) = self.kept_during(|_| has_head && fill(page).is_ok());
        if is_there && made {
            self.reply(code, Some(reason), Some(page));
        } else if is_there {
            self.give_up();
        }
        page.release();
    }

    /// There is no memory for an answer.
    fn give_up(self) {
        if let Some(conn) = self.connection() {
            self.set_answered(true);
            conn.fail();
        }
    }
}

fn add_all(page: Buf, parts: &[&[u8]]) -> Result<(), Failed> {
    let mut parts = parts.iter();
    parts.try_for_each(|part| page.add(part).map_err(|_| Failed))
}

impl Conn {
    /// If a request is answered before its end, the connection ends behind the answer.
    fn answered_early(self, req: Req) {
        if matches!(
            self.state.get(),
            State::Headers | State::Body | State::Trailers
        ) {
            req.close_after();
            self.state.set(State::Rest);
            self.head_began.set(0);
        }
    }

    /// The answer to a request that has not come to its end has been sent. Were the socket closed at once, the client
    /// might not get to read it.
    fn linger(self) {
        self.set_patience(LINGER, LINGER);
        socket::end_writing(self.bev.fd());
        if self.read_again().is_err() {
            self.free();
        }
    }

    /// A response that had nothing left to be sent is over.
    pub(super) fn sent_already(self) {
        if self.bev.output().len() == 0 {
            // The program must not find the request gone when its call returns.
            self.read_later();
        }
    }

    /// The response has been sent: the next request may come.
    pub(super) fn response_sent(self) {
        let Some(req) = self.request.take() else {
            return;
        };
        let closes = req.closes();
        req.call(req.on_complete_cb.get(), req.on_complete_cb_arg.get());
        req.evcon.set(std::ptr::null_mut());
        // Even one that the program owns, as in the original.
        req.free();
        if self.is_freed() {
            return;
        }
        let next = match self.server() {
            Some(server) if !closes && !self.gone.get() => {
                self.begin_request(server).and_then(|()| self.read_again())
            }
            _ => Err(Failed),
        };
        if self.state.get() == State::Rest {
            self.linger();
        } else if next.is_err() {
            self.free();
        } else if self.bev.input().len() > 0 {
            self.read_later();
        }
    }
}
