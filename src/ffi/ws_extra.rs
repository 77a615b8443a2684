//! More for WebSockets: limits, pings, why a session was closed, and the client's side.
//!
//! This header is no part of the original libevent.

use std::ffi::{c_char, c_int, c_void};
use std::ptr;

use libc::timeval;

use super::status;
use super::ws::{bytes, enter, ws_on_msg_cb};
use crate::bufferevent::{Bev, Options, bufferevent};
use crate::ffi::http_struct::evhttp_request;
use crate::http::{Conn, Req, evhttp_connection};
use crate::rt::text;
use crate::ws::{self, Session, evws_connection};

/// Sets how many bytes a message may have, all its frames together: 16 MiB unless told otherwise.
/// A larger one is not taken, and the session closed with WS_CR_DATA_TOO_BIG, as soon as that can
/// be seen.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evws_connection_set_max_message_size(
    evws: *mut evws_connection,
    size: usize,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some((session, _using)) = unsafe { enter(evws) } {
        session.set_max_message(size);
    }
}

/// Has a ping sent whenever nothing has come for `interval`, and ends the session if nothing comes
/// for as long again. NULL, as at the start: never. This is the bufferevent's timeout for reading,
/// so do not set that too. While output waits to be sent, the one for writing tells whether the other
/// side is still there; a server's is 50 seconds unless told otherwise.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evws_connection_set_ping_interval(
    evws: *mut evws_connection,
    interval: *const timeval,
) {
    // SAFETY: the pointers come from the program, which vouches for them.
    if let Some((session, _using)) = unsafe { enter(evws) } {
        // SAFETY: as above.
        session.set_ping_interval(unsafe { interval.as_ref() }.copied());
    }
}

/// Sends a ping with a payload of up to 125 bytes. The other side has to answer; its answer goes
/// unnoticed. Returns 0, or -1 if the payload is too long or the session is closing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evws_send_ping(
    evws: *mut evws_connection,
    payload: *const c_char,
    length: usize,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let Some((session, _using)) = (unsafe { enter(evws) }) else {
        return -1;
    };
    // SAFETY: as above.
    status(session.ping(unsafe { bytes(payload, length) }))
}

/// As evws_close(), with words for whoever looks for the cause: UTF-8, 123 bytes at most, or NULL.
/// Returns 0, or -1, with nothing done, if the session is closing already, if a close frame must not
/// have this code, or if the words do not fit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evws_close_with_reason(
    evws: *mut evws_connection,
    code: u16,
    reason: *const c_char,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let Some((session, _using)) = (unsafe { enter(evws) }) else {
        return -1;
    };
    // SAFETY: as above.
    let reason = unsafe { text::bytes(reason) }.unwrap_or_default();
    status(session.close_with_reason(code, reason))
}

/// For the close callback: why the session was closed. The code of the other side's close frame, or
/// 1005 if that had none; the code that the other side was sent because it broke a rule; 1006 if
/// the session ended without all that. WS_CR_NONE before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evws_connection_get_close_code(evws: *mut evws_connection) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { enter(evws) }.map_or(0, |(session, _using)| session.close_code().into())
}

/// For the close callback: the words in the other side's close frame, as UTF-8; "" if there are none.
/// The string is the session's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evws_connection_get_close_reason(
    evws: *mut evws_connection,
) -> *const c_char {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { enter(evws) }.map_or(c"".as_ptr(), |(session, _using)| session.close_reason())
}

/// Adds the headers that ask for a session to a client's GET request, with a new key. Returns 0, or -1
/// without memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evws_client_add_headers(req: *mut evhttp_request) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    match unsafe { Req::from_ptr(req) } {
        Some(req) => status(ws::ask(req)),
        None => -1,
    }
}

/// For the function of a request with the headers of evws_client_add_headers(): makes a session of the
/// connection that it was made on, if its response grants that. The connection is freed, without a call
/// to the function of evhttp_connection_set_closecb(), and so are requests that wait on it. Of `options` only
/// BEV_OPT_THREADSAFE matters. The session belongs to no server: it has to be freed before its base. NULL
/// if it is not granted, and without memory; then nothing has changed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evws_client_new_session(
    evcon: *mut evhttp_connection,
    req: *mut evhttp_request,
    cb: ws_on_msg_cb,
    arg: *mut c_void,
    options: c_int,
) -> *mut evws_connection {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (conn, req) = unsafe { (Conn::from_ptr(evcon), Req::from_ptr(req)) };
    conn.and_then(Conn::client)
        .zip(req)
        .and_then(|(client, req)| {
            Session::begin_client(client, req, cb, arg, Options::told(options))
        })
        .map_or(ptr::null_mut(), Session::as_ptr)
}

/// Whether the response to a request with the headers of evws_client_add_headers() grants the session:
/// 1 if so, and else 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evws_client_is_accepted(req: *mut evhttp_request) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { Req::from_ptr(req) }
        .is_some_and(ws::is_granted)
        .into()
}

/// Makes a client's session of any bufferevent with a base, for programs that have made the handshake in their
/// own way; what the input holds by then is the session's. The session owns the bufferevent and frees it
/// at its end, which closes the socket only with BEV_OPT_CLOSE_ON_FREE. It has to be freed before its
/// base. NULL without memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evws_client_new(
    bev: *mut bufferevent,
    cb: ws_on_msg_cb,
    arg: *mut c_void,
) -> *mut evws_connection {
    // SAFETY: the pointer comes from the program, which gives the bufferevent away.
    let bev = unsafe { Bev::from_ptr(bev) };
    bev.and_then(|bev| Session::begin_on(bev, cb, arg).ok())
        .map_or(ptr::null_mut(), Session::as_ptr)
}
