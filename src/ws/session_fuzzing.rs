//! What the fuzz target in `fuzz/` calls: arbitrary bytes in, and what must hold whatever they are.
#![allow(missing_docs)]

use std::cell::Cell;
use std::ffi::{c_int, c_uchar, c_void};
use std::{ptr, slice};

use super::evws_connection;
use crate::ffi::http_struct::evhttp_request;
use crate::ffi::ws::*;
use crate::ffi::ws_extra::*;
use crate::http::Server;
use crate::http::fuzzing::{BASE, answers, compare};

thread_local! {
    /// How many sessions there are.
    static LIVE: Cell<usize> = const { Cell::new(0) };
    /// Whether the program has freed one, and so perhaps what was to be sent.
    static HAS_FREED: Cell<bool> = const { Cell::new(false) };
}

unsafe extern "C" fn ended(_: *mut evws_connection, _: *mut c_void) {
    LIVE.set(LIVE.get() - 1);
}

/// Does what a message says.
unsafe extern "C" fn came(
    session: *mut evws_connection,
    kind: c_int,
    data: *const c_uchar,
    len: usize,
    _: *mut c_void,
) {
    // SAFETY: the session is there, and so are the bytes, with a NUL behind them.
    unsafe {
        let bytes = slice::from_raw_parts(data, len + 1);
        assert_eq!(bytes[len], 0);
        match bytes[0] {
            b'c' => evws_close(session, WS_CR_NORMAL as u16),
            b'f' => {
                HAS_FREED.set(true);
                evws_connection_free(session);
            }
            _ if kind == WS_TEXT_FRAME => evws_send(session, data.cast(), len),
            _ => evws_send_binary(session, data.cast(), len),
        }
    }
}

unsafe extern "C" fn asked(req: *mut evhttp_request, _: *mut c_void) {
    // SAFETY: the request is there, and is given up.
    unsafe {
        let session = evws_new_session(req, Some(came), ptr::null_mut(), 0);
        if !session.is_null() {
            LIVE.set(LIVE.get() + 1);
            evws_connection_set_closecb(session, Some(ended), ptr::null_mut());
            evws_connection_set_max_message_size(session, 1000);
        }
    }
}

/// A server of WebSockets: what comes in two parts gets the answers of what comes at once, and each session ends.
pub fn session(data: &[u8]) {
    let base = BASE.with(|base| *base);
    compare(data, |data, cut| {
        let server = Server::new(Some(base)).unwrap();
        server.set_general(Some(asked), ptr::null_mut());
        let answers = answers(base, server, data, cut);
        assert_eq!(LIVE.get(), 0);
        if HAS_FREED.replace(false) {
            return Vec::new();
        }
        answers
    });
}
