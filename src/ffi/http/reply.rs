//! Responses.

use std::ffi::{c_char, c_int, c_void};

use super::super::buffer::evbuffer;
use super::super::http_struct::evhttp_request;
use super::super::text;
use super::evhttp_connection;
use super::request;
use crate::buffer::Buf;
use crate::http::Req;

/// A request that a server's program may answer.
///
/// # Safety
/// `req` is NULL or a request that was not freed.
unsafe fn handle(req: *mut evhttp_request) -> Option<Req> {
    // SAFETY: the caller's promise.
    unsafe { request::handle(req) }.filter(|req| req.may_be_answered())
}

/// # Safety
/// `reason` is NULL or a string.
unsafe fn bytes<'a>(reason: *const c_char) -> Option<&'a [u8]> {
    // SAFETY: the caller's promise.
    unsafe { text(reason) }.map(|text| text.to_bytes())
}

/// Answers with an HTML page that says what is wrong, and closes the connection then. `reason` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_send_error(
    req: *mut evhttp_request,
    error: c_int,
    reason: *const c_char,
) {
    // SAFETY: the pointers come from the program, which vouches for them.
    if let (Some(req), reason) = unsafe { (handle(req), bytes(reason)) } {
        req.reply_error(error, reason);
    }
}

/// Answers with a status, the headers of evhttp_request_get_output_headers(), and what is in `databuf`, which is
/// taken out of it. `reason` and `databuf` may be NULL. The library adds Date, Content-Length and Content-Type, if
/// they are not there. The request is the library's from then on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_send_reply(
    req: *mut evhttp_request,
    code: c_int,
    reason: *const c_char,
    databuf: *mut evbuffer,
) {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (req, reason, body) = unsafe { (handle(req), bytes(reason), Buf::from_ptr(databuf)) };
    if let Some(req) = req {
        req.reply(code, reason, body);
    }
}

/// Begins a response whose body comes in parts: in chunks, or, to a client of HTTP/1.0 or if there is a Content-Length
/// header, as it is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_send_reply_start(
    req: *mut evhttp_request,
    code: c_int,
    reason: *const c_char,
) {
    // SAFETY: the pointers come from the program, which vouches for them.
    if let (Some(req), reason) = unsafe { (handle(req), bytes(reason)) } {
        req.reply_start(code, reason);
    }
}

/// Sends a part of the body, which is taken out of `databuf`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_send_reply_chunk(req: *mut evhttp_request, databuf: *mut evbuffer) {
    // SAFETY: as for the function itself.
    unsafe { evhttp_send_reply_chunk_with_cb(req, databuf, None, std::ptr::null_mut()) }
}

/// As evhttp_send_reply_chunk(), and has `cb` called when all has been sent, so that the program can make the next
/// part.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_send_reply_chunk_with_cb(
    req: *mut evhttp_request,
    databuf: *mut evbuffer,
    cb: Option<unsafe extern "C" fn(conn: *mut evhttp_connection, arg: *mut c_void)>,
    arg: *mut c_void,
) {
    // SAFETY: the pointers come from the program, which vouches for them.
    if let (Some(req), Some(part)) = unsafe { (handle(req), Buf::from_ptr(databuf)) } {
        req.reply_chunk(part, cb, arg);
    }
}

/// Ends a response that evhttp_send_reply_start() began. The request is the library's from then on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_send_reply_end(req: *mut evhttp_request) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(req) = unsafe { handle(req) } {
        req.reply_end();
    }
}
