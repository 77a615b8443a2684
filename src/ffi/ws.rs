//! WebSockets on an HTTP server.
//!
//! A request callback gives its request to evws_new_session(), which answers it and makes a
//! session of its connection. From then on the session calls back with each message, and once
//! when it ends. It belongs to the server, which frees it if it is there when evhttp_free() is
//! called, and counts as one of the server's connections.
//!
//! A session belongs to the thread that runs its base. With BEV_OPT_THREADSAFE, which is given to
//! evws_new_session(), other threads may call all but evws_connection_free(), as long as the
//! session has not ended: the close callback, which runs with the bufferevent locked, is the last
//! moment.

use std::ffi::{c_char, c_int, c_uchar, c_void};
use std::ptr;

use crate::bufferevent::{Options, bufferevent};
use crate::ffi::http_struct::evhttp_request;
use crate::http::Req;
use crate::rt::text;
use crate::ws::{Session, Using};

/// Close code: none.
pub const WS_CR_NONE: c_int = 0;
/// Close code: the job is done.
pub const WS_CR_NORMAL: c_int = 1000;
/// Close code: the other side broke the protocol.
pub const WS_CR_PROTO_ERR: c_int = 1002;
/// Close code: a message was too large.
pub const WS_CR_DATA_TOO_BIG: c_int = 1009;

/// Type of message: text.
pub const WS_TEXT_FRAME: c_int = 0x1;
/// Type of message: bytes.
pub const WS_BINARY_FRAME: c_int = 0x2;

pub use crate::ws::evws_connection;

/// Called with a whole message: WS_TEXT_FRAME, which is valid UTF-8, or WS_BINARY_FRAME, and its
/// bytes, which are valid during the call only. A NUL follows them, which is not counted. The
/// callback may send, close and free the session.
pub type ws_on_msg_cb = Option<
    unsafe extern "C" fn(
        conn: *mut evws_connection,
        type_: c_int,
        data: *const c_uchar,
        length: usize,
        arg: *mut c_void,
    ),
>;

/// Called when the session ends, for whatever reason, just before it is freed.
pub type ws_on_close_cb =
    Option<unsafe extern "C" fn(conn: *mut evws_connection, arg: *mut c_void)>;

/// # Safety
/// `evws` is NULL or a session that has not ended.
pub(super) unsafe fn enter(evws: *mut evws_connection) -> Option<(Session, Using)> {
    // SAFETY: the caller's promise.
    let session = unsafe { Session::from_ptr(evws) }?;
    Some((session, session.enter()))
}

/// # Safety
/// `len` bytes at `data` are readable; it may be NULL if they are none.
pub(super) unsafe fn bytes<'a>(data: *const c_char, len: usize) -> &'a [u8] {
    if data.is_null() || len == 0 {
        return &[];
    }
    // SAFETY: the caller's promise.
    unsafe { std::slice::from_raw_parts(data.cast(), len) }
}

/// Answers a request by making a WebSocket session of its connection, whose messages go to `cb`.
/// The response has the request's output headers, and those that it needs. Unless the program has
/// set a Sec-WebSocket-Protocol, the first that the client offers is agreed to.
///
/// The request and its connection are freed, without a call to evhttp_connection_set_closecb()'s
/// function, so get what they know before. Of `options` only BEV_OPT_THREADSAFE matters. The
/// timeout for reading no longer holds: clients may be silent for any time.
///
/// NULL if the request is not a proper handshake: then it was answered with 400, or 426 for another
/// version of the protocol. Without memory the answer is 500, or the connection ends. Do not
/// use the request after the call. A request that has been answered before gives NULL too.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evws_new_session(
    req: *mut evhttp_request,
    cb: ws_on_msg_cb,
    arg: *mut c_void,
    options: c_int,
) -> *mut evws_connection {
    // SAFETY: the pointer comes from the program, which gives the request up.
    let req = unsafe { Req::from_ptr(req) };
    req.and_then(|req| Session::accept(req, cb, arg, Options::told(options)))
        .map_or(ptr::null_mut(), Session::as_ptr)
}

/// Sends a message of the type WS_TEXT_FRAME: `packet_len` bytes, which have to be UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evws_send(
    evws: *mut evws_connection,
    packet_str: *const c_char,
    packet_len: usize,
) {
    // SAFETY: the pointers come from the program, which vouches for them.
    if let Some((session, _using)) = unsafe { enter(evws) } {
        // SAFETY: as above.
        session.send_text(unsafe { bytes(packet_str, packet_len) });
    }
}

/// Sends a string, which has to be UTF-8, as a message of the type WS_TEXT_FRAME.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evws_send_text(evws: *mut evws_connection, packet_str: *const c_char) {
    // SAFETY: the pointers come from the program, which vouches for them.
    if let Some((session, _using)) = unsafe { enter(evws) } {
        // SAFETY: as above.
        session.send_text(unsafe { text::bytes(packet_str) }.unwrap_or_default());
    }
}

/// Sends a message of the type WS_BINARY_FRAME.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evws_send_binary(
    evws: *mut evws_connection,
    packet_data: *const c_char,
    packet_len: usize,
) {
    // SAFETY: the pointers come from the program, which vouches for them.
    if let Some((session, _using)) = unsafe { enter(evws) } {
        // SAFETY: as above.
        session.send_binary(unsafe { bytes(packet_data, packet_len) });
    }
}

/// Closes a session in due form: sends a close frame with this code, and waits for the other
/// side's, some seconds at most. Then the close callback is called and the session freed; never
/// within this call. No more messages come, and none can be sent. WS_CR_NONE, or a code that must
/// not be sent, stands for a frame without a code.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evws_close(evws: *mut evws_connection, reason: u16) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some((session, _using)) = unsafe { enter(evws) } {
        session.close_with_code(reason);
    }
}

/// Has a function called when the session ends: by evws_close(), by the other side, because the
/// connection breaks, or by evws_connection_free() or evhttp_free(). It is called once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evws_connection_set_closecb(
    evws: *mut evws_connection,
    cb: ws_on_close_cb,
    cbarg: *mut c_void,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some((session, _using)) = unsafe { enter(evws) } {
        session.set_close_callback(cb, cbarg);
    }
}

/// Ends a session and its connection at once, without a close frame, and frees it. The close
/// callback is called.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evws_connection_free(evws: *mut evws_connection) {
    // SAFETY: the pointer comes from the program, which gives it up.
    if let Some(session) = unsafe { Session::from_ptr(evws) } {
        session.free();
    }
}

/// The bufferevent of a session, for its socket, limits, timeouts and the length of its output. It
/// belongs to the session, and so do its callbacks and its data.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evws_connection_get_bufferevent(
    evws: *mut evws_connection,
) -> *mut bufferevent {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { Session::from_ptr(evws) }.map_or(ptr::null_mut(), Session::bufferevent)
}
