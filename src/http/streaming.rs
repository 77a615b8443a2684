//! Bodies that are not kept whole: taken in, and made, part by part, as fast as both sides can.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::ptr;

use super::Failed;
use super::client::Client;
use super::connection::{Conn, Sent, State};
use super::request::Req;
use crate::base::Events;
use crate::buffer::{Buf, evbuffer};
use crate::ds::handle::Handle;
use crate::ffi::http::evhttp_request_error;
use crate::ffi::http_struct::evhttp_request;
use crate::rt::text::{Digits, Short};

/// Gets parts of a body. Null instead of a part tells that the rest will not come.
pub(crate) type BodyCallback =
    Option<unsafe extern "C" fn(*mut evhttp_request, *mut evbuffer, *mut c_void)>;

/// Makes parts of a body, see [`Made`].
pub(crate) type BodySource =
    Option<unsafe extern "C" fn(*mut evhttp_request, *mut evbuffer, *mut c_void) -> c_int>;

/// What a source says: above 0 there is more to come, at 0 there is not, and below the request is given up.
enum Made {
    More,
    All,
    GivenUp,
}

/// What a request has that streams.
pub(super) struct Streaming {
    taker: Cell<(BodyCallback, *mut c_void)>,
    /// Whether the taker wants nothing for now.
    paused: Cell<bool>,
    source: Cell<(BodySource, *mut c_void)>,
    /// How long the body is, if the program knows.
    length: Cell<Option<u64>>,
    given: Cell<u64>,
    /// Whether the source has nothing for now.
    idle: Cell<bool>,
    /// Whether the source has made all of it.
    done: Cell<bool>,
}

impl Streaming {
    const fn new() -> Self {
        Streaming {
            taker: Cell::new((None, ptr::null_mut())),
            paused: Cell::new(false),
            source: Cell::new((None, ptr::null_mut())),
            length: Cell::new(None),
            given: Cell::new(0),
            idle: Cell::new(false),
            done: Cell::new(false),
        }
    }
}

impl Req {
    fn streams(self) -> Result<Handle<Streaming>, Failed> {
        if let Some(streaming) = self.streaming().get() {
            return Ok(streaming);
        }
        let streaming = Handle::make(Streaming::new())?;
        self.streaming().set(Some(streaming));
        Ok(streaming)
    }

    pub(super) fn forget_streaming(self) {
        if let Some(streaming) = self.streaming().take() {
            // SAFETY: nobody else knows it.
            unsafe { streaming.dispose() };
        }
    }

    /// Has the body that comes in given to a function, part by part.
    pub(crate) fn set_body_callback(
        self,
        callback: BodyCallback,
        arg: *mut c_void,
    ) -> Result<(), Failed> {
        self.streams()?.taker.set((callback, arg));
        Ok(())
    }

    /// Has the body that goes out made by a function.
    pub(crate) fn set_body_source(
        self,
        source: BodySource,
        arg: *mut c_void,
        length: Option<u64>,
    ) -> Result<(), Failed> {
        let streaming = self.streams()?;
        streaming.source.set((source, arg));
        streaming.length.set(length);
        Ok(())
    }

    pub(crate) fn pause_body(self) -> Result<(), Failed> {
        self.streams()?.paused.set(true);
        Ok(())
    }

    pub(crate) fn resume_body(self) {
        let Some(streaming) = self.streaming().get() else {
            return;
        };
        if streaming.paused.replace(false)
            && let Some(conn) = self.connection()
            && conn.request.get() == Some(self)
            && conn.state.get() == State::Body
        {
            // A failure shows in that nothing comes.
            let _ = conn.read_again();
            conn.read_later();
        }
    }

    pub(super) fn is_paused(self) -> bool {
        let streaming = self.streaming().get();
        streaming.is_some_and(|streaming| streaming.paused.get())
    }

    /// Whether parts of the body are told as they come.
    pub(super) fn has_taker(self) -> bool {
        let streaming = self.streaming().get();
        streaming.is_some_and(|streaming| streaming.taker.get().0.is_some())
    }

    /// Gives the program a part of the body, which is in the request's buffer, or null.
    pub(super) fn give_part(self, part: *mut evbuffer) {
        let taker = self
            .streaming()
            .get()
            .map(|streaming| streaming.taker.get());
        if let Some((Some(taker), arg)) = taker {
            // SAFETY: the program vouched for its function and argument; the buffer is the request's.
            unsafe { taker(self.as_ptr(), part, arg) };
        }
    }

    /// The source, if a function makes the body.
    fn source(self) -> Option<Handle<Streaming>> {
        let streaming = self.streaming().get()?;
        streaming.source.get().0.map(|_| streaming)
    }

    pub(super) fn has_source(self) -> bool {
        self.source().is_some()
    }

    /// Whether some of a body that a function makes is yet to be made.
    pub(super) fn owes_body(self) -> bool {
        self.source().is_some_and(|source| !source.done.get())
    }

    /// Adds the headers that tell how long the body of a request is that a function makes.
    pub(super) fn announce_source(self) -> Result<(), Failed> {
        let Some(source) = self.source() else {
            return Ok(());
        };
        let headers = self.to_send();
        if let Some(length) = source.length.get() {
            let length = Digits::new(length);
            return headers
                .push(b"Content-Length", &[length.as_bytes()])
                .map_err(|_| Failed);
        }
        if !self.is_modern() {
            // There is no way to tell where it ends.
            return Err(Failed);
        }
        headers
            .push(b"Transfer-Encoding", &[b"chunked"])
            .map_err(|_| Failed)
    }

    /// The source has something again.
    pub(crate) fn body_is_ready(self) {
        if let Some(source) = self.source()
            && source.idle.replace(false)
            && let Some(conn) = self.connection()
            && conn.request.get() == Some(self)
        {
            conn.sent.set(Sent::BodyPart);
            conn.sent_already();
        }
    }
}

impl Conn {
    /// The program wants no more of a body for now.
    pub(super) fn wait_for_taker(self) {
        // What fails here is the pause: then there is a little more to keep.
        let _ = self.bev.disable(Events::READ);
    }
}

impl Client {
    /// Everything so far has been sent: asks for more of the body.
    pub(super) fn send_more(self) {
        let conn = self.conn;
        let Some((req, source)) = conn
            .request
            .get()
            .and_then(|req| Some((req, req.source()?)))
        else {
            return;
        };
        let Ok(part) = Buf::new() else {
            return self.fail(evhttp_request_error::EVREQ_HTTP_BUFFER_ERROR);
        };
        let mut made = Made::GivenUp;
        let goes_on = conn.call_within(req, |req| {
            let (function, arg) = source.source.get();
            // SAFETY: the program vouched for its function and argument; the buffer is lent to it.
            let said = function.map_or(-1, |function| unsafe {
                function(req.as_ptr(), part.as_ptr(), arg)
            });
            made = match said {
                0 => Made::All,
                1.. => Made::More,
                _ => Made::GivenUp,
            };
            true
        });
        if goes_on {
            self.send_part(&source, part, made);
        }
        part.release();
    }

    fn send_part(self, source: &Streaming, part: Buf, made: Made) {
        let len = part.len();
        let given = source.given.get() + len as u64;
        source.given.set(given);
        let is_right = match (source.length.get(), &made) {
            (_, Made::GivenUp) => false,
            (Some(length), Made::More) => given <= length,
            (Some(length), Made::All) => given == length,
            (None, _) => true,
        };
        let in_chunks = source.length.get().is_none();
        let ends = matches!(made, Made::All);
        if !is_right || self.conn.write_part(part, in_chunks, ends).is_err() {
            return self.fail(evhttp_request_error::EVREQ_HTTP_BUFFER_ERROR);
        }
        source.done.set(ends);
        if ends {
            return;
        }
        if len == 0 {
            source.idle.set(true);
        } else {
            self.conn.sent.set(Sent::BodyPart);
            self.conn.sent_already();
        }
    }
}

impl Conn {
    /// Writes a part of a body, and the end of one in chunks.
    fn write_part(self, part: Buf, in_chunks: bool, ends: bool) -> Result<(), Failed> {
        if in_chunks {
            self.write_chunk(part)?;
        } else {
            self.bev.output().add_buffer(part).map_err(|_| Failed)?;
        }
        if in_chunks && ends {
            self.write_last_chunk()?;
        }
        Ok(())
    }

    /// Writes a chunk, unless it is empty: that would be the last one.
    pub(super) fn write_chunk(self, part: Buf) -> Result<(), Failed> {
        let (output, len) = (self.bev.output(), part.len());
        if len == 0 {
            return Ok(());
        }
        let size = Short::<20>::new(format_args!("{len:x}\r\n"));
        output
            .add(size.as_bytes())
            .and_then(|()| output.add_buffer(part))
            .and_then(|()| output.add(b"\r\n"))
            .map_err(|_| Failed)
    }

    pub(super) fn write_last_chunk(self) -> Result<(), Failed> {
        self.bev.output().add(b"0\r\n\r\n").map_err(|_| Failed)
    }
}
