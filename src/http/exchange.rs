//! What a client's connection does with its requests, one after the other.

use std::ptr;

use super::Failed;
use super::client::{Client, Stage};
use super::connection::{Conn, Sent, State};
use super::method;
use super::reading::{Bad, CHUNK_LINE, Refusal, TO_THE_END, TooLarge};
use super::request::Req;
use super::response_head::{Length, response_length};
use crate::base::Events;
use crate::ffi::http::{
    HTTP_CONTINUE, HTTP_SWITCH_PROTOCOLS, evhttp_ext_method, evhttp_request_error,
};
use crate::ffi::http_struct::EVHTTP_USER_OWNED;
use crate::rt::text::{self, Text};

/// What becomes of a connection behind a response.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Stays,
    /// It is closed, as one of the sides wants it.
    Closed,
    /// It is not fit for another exchange, which the program hears behind its response.
    ClosedUnasked,
}

impl Client {
    /// Sends a request, or has it wait for its turn. If that fails it is freed.
    pub(crate) fn make_request(self, req: Req, method: u32, uri: &[u8]) -> Result<(), Failed> {
        let _using = self.conn.enter();
        if req.connection().is_some() {
            // It is on its way already.
            return Err(Failed);
        }
        // Callbacks may ask something of a connection that is being freed.
        if self.conn.is_freed() || self.prepare(req, method, uri).is_err() {
            req.free_unless_owned();
            return Err(Failed);
        }
        req.evcon.set(self.conn.as_ptr());
        self.waiting.push_back(req);
        match self.stage.get() {
            // The next try is due already.
            _ if self.retries.get() > 0 => Ok(()),
            Stage::Connecting => Ok(()),
            Stage::Down => self.connect().inspect_err(|_| self.drop_request(req)),
            Stage::Up => {
                if self.conn.request.get().is_none() {
                    self.next_request();
                }
                Ok(())
            }
        }
    }

    fn prepare(self, req: Req, method: u32, uri: &[u8]) -> Result<(), Failed> {
        // Whoever reads it would see another request behind it.
        if uri.iter().any(|byte| b"\r\n".contains(byte)) {
            return Err(Failed);
        }
        self.with_method(method, |_| Ok(()))?;
        Req::set_text(&req.uri, Some(Text::new(uri)?));
        req.kind.set(0);
        req.r#type.set(method);
        if req.version() == (0, 0) {
            req.major.set(1);
            req.minor.set(1);
        }
        Ok(())
    }

    /// A request that did not even begin to wait.
    fn drop_request(self, req: Req) {
        if !self.conn.is_freed() && req.connection() == Some(self.conn) {
            self.waiting.remove(req);
            req.evcon.set(ptr::null_mut());
            req.free_unless_owned();
        }
    }

    /// Calls a function with the name of a method.
    fn with_method(
        self,
        bit: u32,
        call: impl FnOnce(&[u8]) -> Result<(), Failed>,
    ) -> Result<(), Failed> {
        if let Some(method) = method::by_bit(bit) {
            return call(method.name.as_bytes());
        }
        let callback = self.more_methods.get().ok_or(Failed)?;
        let mut method = evhttp_ext_method {
            method: ptr::null(),
            r#type: bit,
            flags: 0,
        };
        // SAFETY: the program vouched for its function.
        let found = unsafe { callback(&mut method) >= 0 };
        // SAFETY: the program gives a string, or nothing.
        let name = unsafe { text::bytes(method.method) }.filter(|_| found && !self.conn.is_freed());
        call(name.ok_or(Failed)?)
    }

    /// Sends the request whose turn it is, if there is one.
    pub(super) fn next_request(self) {
        let conn = self.conn;
        let Some(req) = self.waiting.pop_front() else {
            // That the other side goes shows in reading.
            let _ = conn.bev.enable(Events::READ);
            return;
        };
        conn.request.set(Some(req));
        conn.state.set(State::Nothing);
        let both = Events::READ | Events::WRITE;
        let mut sent = Ok(());
        let goes_on = conn.call_within(req, |req| {
            sent = self
                .send(req)
                .and_then(|()| conn.bev.enable(both).map_err(|_| Failed));
            true
        });
        if !goes_on {
            return;
        }
        if sent.is_err() {
            return self.fail(evhttp_request_error::EVREQ_HTTP_BUFFER_ERROR);
        }
        self.await_sending(req);
    }

    fn await_sending(self, req: Req) {
        let conn = self.conn;
        if !req.has_source() {
            conn.sent.set(Sent::Request);
            return conn.sent_already();
        }
        // There may be a response before all of it was made.
        req.kind.set(1);
        conn.begin_message();
        if !self.withholds.get() {
            conn.sent.set(Sent::BodyPart);
            conn.sent_already();
        }
    }

    fn send(self, req: Req) -> Result<(), Failed> {
        let body = req.output();
        let has_body = body.len() > 0 || req.has_source();
        self.withholds.set(has_body && req.asks_to_go_on());
        req.announce_source()?;
        let body = Some(body).filter(|_| !self.withholds.get());
        self.with_method(req.r#type.get(), |name| {
            req.write_request(self.conn.bev.output(), name, body)
        })
    }

    /// The head of a response is there: a body may follow.
    pub(super) fn response_head_is_complete(self, req: Req) -> Result<(), Refusal> {
        let conn = self.conn;
        let code = req.response_code.get();
        if !conn.call_within(req, Req::takes_headers) {
            if !conn.is_freed() && conn.request.get() == Some(req) {
                // The program does not want the rest.
                self.fail(evhttp_request_error::EVREQ_HTTP_EOF);
            }
            return Ok(());
        }
        if (100..200).contains(&code) && code != HTTP_SWITCH_PROTOCOLS {
            return self.go_on(req, code);
        }
        let length = match req.response_has_body() {
            true => response_length(req)?,
            false => Length::None,
        };
        req.set_chunked(length == Length::Chunked);
        match length {
            Length::None | Length::Known(0) => {
                req.ntoread.set(0);
                conn.message_is_complete(req);
            }
            Length::Known(n) if n.cast_unsigned() > conn.max_body.get() => return Err(TooLarge),
            Length::Known(n) => conn.begin_body(false, n),
            Length::Chunked => conn.begin_body(true, CHUNK_LINE),
            Length::ToTheEnd => conn.begin_body(false, TO_THE_END),
        }
        Ok(())
    }

    /// The response is yet to come.
    fn go_on(self, req: Req, code: i32) -> Result<(), Refusal> {
        req.received().clear();
        req.headers_size.set(0);
        self.conn.begin_message();
        if code == HTTP_CONTINUE && self.withholds.take() {
            let body = req.output();
            self.conn.bev.output().add_buffer(body).map_err(|_| Bad)?;
            self.conn.bev.enable(Events::WRITE).map_err(|_| Bad)?;
            if req.has_source() {
                self.conn.sent.set(Sent::BodyPart);
                self.conn.sent_already();
            }
        }
        Ok(())
    }

    /// The response is complete.
    pub(super) fn finish(self, req: Req) {
        let tunnels = req.opens_tunnel() || req.response_code.get() == HTTP_SWITCH_PROTOCOLS;
        self.tunnels.set(tunnels);
        // What is there already would be taken for the next response.
        let is_stray = self.conn.bev.input().len() > 0;
        let is_cut = self.withholds.get() || req.owes_body();
        // Servers of HTTP/1.0 close it, without a word.
        let is_old = !req.is_modern() && !req.keeps_alive();
        let closes = is_old || is_stray || is_cut || self.only_reads.get();
        self.end_exchange(
            req,
            match () {
                () if tunnels => After::Stays,
                () if req.response_closes() => After::Closed,
                () if closes => After::ClosedUnasked,
                () => After::Stays,
            },
        );
    }

    /// The response has ended with the connection.
    pub(super) fn finish_at_end(self, req: Req) {
        self.end_exchange(
            req,
            match req.response_closes() {
                true => After::Closed,
                false => After::ClosedUnasked,
            },
        );
    }

    fn end_exchange(self, req: Req, after: After) {
        self.conn.request.set(None);
        req.evcon.set(ptr::null_mut());
        let is_last = after != After::Stays && self.waiting.is_empty();
        req.end_with(|req| {
            match after {
                After::Stays => {}
                After::Closed => self.disconnect(),
                After::ClosedUnasked => self.drop_connection(),
            }
            let switches = req.response_code.get() == HTTP_SWITCH_PROTOCOLS;
            if !switches {
                self.go_on_with_others();
            }
            req.call(req.cb.get(), req.cb_arg.get());
            if switches && !self.conn.is_freed() && !self.waiting.is_empty() {
                // What speaks another protocol is not for them.
                self.disconnect();
                self.go_on_with_others();
            }
        });
        if after == After::ClosedUnasked && !self.conn.is_freed() {
            self.conn.tell_of_end();
        }
        if is_last {
            self.free_if_done();
        }
    }

    /// The requests that wait go on.
    fn go_on_with_others(self) {
        if self.conn.is_freed() {
            return;
        }
        match self.stage.get() {
            Stage::Connecting => {}
            Stage::Up => self.next_request(),
            Stage::Down if self.waiting.is_empty() => {}
            Stage::Down => {
                if self.connect().is_err() && !self.conn.is_freed() {
                    self.fail_all();
                }
            }
        }
    }

    pub(super) fn free_if_done(self) {
        let conn = self.conn;
        let is_idle = || conn.request.get().is_none() && self.waiting.is_empty();
        if !conn.is_freed() && self.free_when_done.get() && is_idle() {
            conn.free();
        }
    }

    /// The exchange under way has failed, or is not wanted any more. The next one gets a new connection.
    pub(super) fn fail(self, error: evhttp_request_error) {
        let is_told = !matches!(error, evhttp_request_error::EVREQ_HTTP_REQUEST_CANCEL);
        let under_way = self.conn.request.take();
        let Some(req) = under_way.or_else(|| self.waiting.pop_front()) else {
            return;
        };
        req.evcon.set(ptr::null_mut());
        let is_cut = under_way.is_some() && is_told && self.conn.is_in_body();
        req.end_with(|req| {
            self.give_up_retrying();
            self.disconnect();
            let was_last = self.waiting.is_empty();
            self.go_on_with_others();
            if was_last {
                self.free_if_done();
            }
            if is_cut {
                req.give_part(ptr::null_mut());
            }
            let arg = req.cb_arg.get();
            if let Some(callback) = req.error_cb.get() {
                // SAFETY: the program vouched for its function and argument.
                unsafe { callback(error as u32, arg) };
            }
            if let Some(callback) = req.cb.get().filter(|_| is_told) {
                // SAFETY: as above.
                unsafe { callback(ptr::null_mut(), arg) };
            }
        });
    }

    /// Writing has failed, but there may be a response all the same.
    pub(super) fn only_read(self) {
        self.conn.bev.forget_output();
        self.only_reads.set(true);
        self.conn.request_sent();
    }
}

impl Req {
    /// Frees a request for a program, even if it is under way: then its connection is closed, and nothing is called.
    pub(crate) fn discard(self) {
        self.clear_flag(EVHTTP_USER_OWNED);
        self.error_cb.set(None);
        match self.connection() {
            None => self.free(),
            Some(conn) if conn.client().is_some() => self.cancel(),
            Some(conn) => conn.free(),
        }
    }

    /// Ends an exchange that has not come to its end; the request is freed. Nothing but its error callback is
    /// called.
    pub(crate) fn cancel(self) {
        let Some(conn) = self.connection() else {
            return self.free_unless_owned();
        };
        // What a server is asked is answered, or its connection freed.
        let Some(client) = conn.client() else {
            return;
        };
        let _using = conn.enter();
        let is_under_way = conn.request.get() == Some(self);
        let is_next = conn.request.get().is_none() && client.waiting.first() == Some(self);
        if is_under_way || is_next {
            return client.fail(evhttp_request_error::EVREQ_HTTP_REQUEST_CANCEL);
        }
        match client.failing.iter().any(|other| other == self) {
            true => client.failing.remove(self),
            false => client.waiting.remove(self),
        }
        self.evcon.set(ptr::null_mut());
        self.free_unless_owned();
    }
}

impl Conn {
    /// The request has been sent: its response may come, or be there.
    pub(super) fn request_sent(self) {
        let Some(req) = self.request.get() else {
            return;
        };
        req.kind.set(1);
        self.begin_message();
        // Reading may have paused for a response that came too early. Of writing only programs could take notice.
        let _ = self.bev.disable(Events::WRITE);
        let _ = self.read_again();
        self.read();
    }

    /// Whether the body of the response goes as far as the connection.
    pub(super) fn reads_to_the_end(self, req: Req) -> bool {
        self.state.get() == State::Body
            && !self.comes_in_chunks.get()
            && req.ntoread.get() == TO_THE_END
    }
}
