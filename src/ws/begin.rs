//! How sessions begin: on a server with a request, on a client with a bufferevent and the response before it.

use std::ffi::c_void;

use super::handshake::{self, ACCEPT, CONNECTION, KEY, PROTOCOL, UPGRADE, VERSION};
use super::handshake::{Offer, Refusal, VERSION_13, WEBSOCKET};
use super::session::{Session, Setup};
use crate::bufferevent::{Bev, Options};
use crate::ffi::http::{HTTP_BADREQUEST, HTTP_INTERNAL, HTTP_SWITCH_PROTOCOLS};
use crate::ffi::ws::ws_on_msg_cb;
use crate::http::{Client, Failed, Headers, Line, Req};
use crate::rt::{rng, thread};

/// `Upgrade Required`: the other side has to speak another version.
const STATUS_OTHER_VERSION: i32 = 426;

impl Session {
    /// Answers a request by beginning a session, which belongs to the server, or with an error. None also if the
    /// request has an answer already.
    pub(crate) fn accept(
        req: Req,
        on_message: ws_on_msg_cb,
        arg: *mut c_void,
        options: Options,
    ) -> Option<Self> {
        if !req.awaits_answer() {
            return None;
        }
        let offer = handshake::read_request(req.received().iter());
        let (line, offer) = match (req.line(), offer) {
            (Some(line), Ok(offer)) => (line, offer),
            (Some(_), Err(Refusal::OtherVersion)) => {
                tell_version(req);
                return None;
            }
            _ => {
                req.reply_error(HTTP_BADREQUEST, None);
                return None;
            }
        };
        let setup = Setup {
            base: line.base,
            bev: line.bev,
            server: Some(line.server),
            owns_socket: true,
            on_message,
            arg,
        };
        let prepared = prepare(req, &offer, line, options)
            .and_then(|is_locked| Ok((Session::new(&setup)?, is_locked)));
        let Ok((session, has_new_lock)) = prepared else {
            req.reply_error(HTTP_INTERNAL, None);
            return None;
        };
        if req.switch_protocols().is_err() {
            session.drop_user();
            return None;
        }
        if has_new_lock && line.base.is_running_here() {
            session.lock_until_started();
        }
        session.start();
        Some(session)
    }

    /// Begins a client's session on a connection over which a request was made that its response grants. The connection
    /// is freed then. None if that is not so, and without memory.
    pub(crate) fn begin_client(
        client: Client,
        req: Req,
        on_message: ws_on_msg_cb,
        arg: *mut c_void,
        options: Options,
    ) -> Option<Self> {
        let (base, bev) = client.idle_bufferevent().filter(|_| is_granted(req))?;
        let setup = Setup {
            base,
            bev,
            server: None,
            owns_socket: true,
            on_message,
            arg,
        };
        let session = Session::new(&setup).ok()?;
        let has_new_lock = add_lock(bev, options);
        let Ok(has_new_lock) = has_new_lock else {
            session.drop_user();
            return None;
        };
        client.leave_bufferevent();
        if has_new_lock && base.is_running_here() {
            session.lock_until_started();
        }
        session.start();
        Some(session)
    }

    /// Begins a client's session on a bufferevent, which it owns from then on. The response has been read from it.
    pub(crate) fn begin_on(
        bev: Bev,
        on_message: ws_on_msg_cb,
        arg: *mut c_void,
    ) -> Result<Self, Failed> {
        let session = Session::new(&Setup {
            base: bev.base().ok_or(Failed)?,
            bev,
            server: None,
            owns_socket: false,
            on_message,
            arg,
        })?;
        let _using = session.enter();
        session.start();
        Ok(session)
    }
}

/// Does what may fail before the response is sent. Tells whether the bufferevent was given a lock.
fn prepare(req: Req, offer: &Offer<'_>, line: Line, options: Options) -> Result<bool, Failed> {
    let headers = req.to_send();
    set(headers, UPGRADE, WEBSOCKET)?;
    set(headers, CONNECTION, UPGRADE)?;
    set(headers, ACCEPT, &offer.accept)?;
    if let Some(protocol) = offer.protocol
        && headers.value(PROTOCOL).is_none()
    {
        headers.push(PROTOCOL, &[protocol])?;
    }
    add_lock(line.bev, options)
}

/// Gives a bufferevent a lock, if the program wants one. Tells whether it had none.
fn add_lock(bev: Bev, options: Options) -> Result<bool, Failed> {
    if !options.contains(Options::THREADSAFE) || !thread::locking_enabled() {
        return Ok(false);
    }
    bev.make_threadsafe().map_err(|_| Failed)
}

/// Puts a header in the place of those that a program may have set.
fn set(headers: Headers, name: &[u8], value: &[u8]) -> Result<(), Failed> {
    while headers.remove(name) {}
    headers.push(name, &[value])
}

/// Answers that it has to be another version.
fn tell_version(req: Req) {
    let headers = req.to_send();
    let told = set(headers, UPGRADE, WEBSOCKET)
        .and_then(|()| set(headers, CONNECTION, UPGRADE))
        .and_then(|()| set(headers, VERSION, VERSION_13));
    match told {
        Ok(()) => req.reply(STATUS_OTHER_VERSION, Some(b"Upgrade Required"), None),
        Err(_) => req.reply_error(HTTP_INTERNAL, None),
    }
}

/// Adds the headers with which a client's request asks for a session.
pub(crate) fn ask(req: Req) -> Result<(), Failed> {
    let mut random = [0; 16];
    rng::fill(&mut random);
    let headers = req.to_send();
    set(headers, UPGRADE, WEBSOCKET)?;
    set(headers, CONNECTION, UPGRADE)?;
    set(headers, VERSION, VERSION_13)?;
    set(headers, KEY, &handshake::make_key(random))
}

/// Whether the response to such a request grants it.
pub(crate) fn is_granted(req: Req) -> bool {
    req.response_code.get() == HTTP_SWITCH_PROTOCOLS
        && handshake::is_granted(req.to_send().iter(), req.received().iter())
}
