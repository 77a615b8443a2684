//! Requests, on either side.

use std::ffi::{c_char, c_int, c_void};
use std::ptr;

use super::super::buffer::evbuffer;
use super::super::http_struct::evhttp_request;
use super::super::keyvalq_struct::evkeyvalq;
use super::super::{enum_evhttp_cmd_type, enum_evhttp_request_error};
use super::{evhttp_connection, evhttp_uri};
use crate::http::Req;

/// # Safety
/// `req` is NULL or a request that was not freed.
pub(in super::super) unsafe fn handle(req: *const evhttp_request) -> Option<Req> {
    // SAFETY: the caller's promise.
    unsafe { Req::from_ptr(req) }
}

/// Makes a request. `cb` is called with `arg` when it is complete, or has failed. NULL without memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_request_new(
    cb: Option<unsafe extern "C" fn(req: *mut evhttp_request, arg: *mut c_void)>,
    arg: *mut c_void,
) -> *mut evhttp_request {
    Req::new(cb, arg).map_or(ptr::null_mut(), Req::as_ptr)
}

/// Frees a request: one that was never sent, or that the program owns. Of one that is under way the connection is closed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_request_free(req: *mut evhttp_request) {
    // SAFETY: the pointer comes from the program, which gives it up.
    if let Some(req) = unsafe { handle(req) } {
        req.discard();
    }
}

/// Makes the program the owner of a request: it frees it when it is done with it, and not the library. What a server
/// answers is freed by the library all the same when the response has been sent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_request_own(req: *mut evhttp_request) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(req) = unsafe { handle(req) } {
        req.own();
    }
}

/// Whether the program owns the request.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_request_is_owned(req: *mut evhttp_request) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { handle(req) }.is_some_and(Req::is_owned).into()
}

/// The connection of a request, or NULL if it is over.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_request_get_connection(
    req: *mut evhttp_request,
) -> *mut evhttp_connection {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { handle(req) }.map_or(ptr::null_mut(), |req| req.evcon.get())
}

/// What is asked for, as it is in the first line.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_request_get_uri(req: *const evhttp_request) -> *const c_char {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { handle(req) }.map_or(ptr::null(), |req| req.uri.get().cast_const())
}

/// What is asked for, taken apart as a URI; NULL if it is none. It belongs to the request.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_request_get_evhttp_uri(
    req: *const evhttp_request,
) -> *const evhttp_uri {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { handle(req) }.map_or(ptr::null(), |req| req.uri_elems.get().cast_const())
}

/// The method of a request.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_request_get_command(
    req: *const evhttp_request,
) -> enum_evhttp_cmd_type {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { handle(req) }.map_or(0, |req| req.r#type.get())
}

/// The status of the response.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_request_get_response_code(req: *const evhttp_request) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { handle(req) }.map_or(0, |req| req.response_code.get())
}

/// The text that goes with the status of the response.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_request_get_response_code_line(
    req: *const evhttp_request,
) -> *const c_char {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { handle(req) }.map_or(ptr::null(), |req| req.response_code_line.get().cast_const())
}

/// The headers of the message that came in.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_request_get_input_headers(
    req: *mut evhttp_request,
) -> *mut evkeyvalq {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { handle(req) }.map_or(ptr::null_mut(), |req| req.input_headers)
}

/// The headers of the message to send.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_request_get_output_headers(
    req: *mut evhttp_request,
) -> *mut evkeyvalq {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { handle(req) }.map_or(ptr::null_mut(), |req| req.output_headers)
}

/// The body of the message that came in.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_request_get_input_buffer(
    req: *mut evhttp_request,
) -> *mut evbuffer {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { handle(req) }.map_or(ptr::null_mut(), |req| req.input_buffer)
}

/// The body of the message to send.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_request_get_output_buffer(
    req: *mut evhttp_request,
) -> *mut evbuffer {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { handle(req) }.map_or(ptr::null_mut(), |req| req.output_buffer)
}

/// The host that the request is for, without a port: the URI's, or else the Host header's. NULL if neither says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_request_get_host(req: *mut evhttp_request) -> *const c_char {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { handle(req) }.map_or(ptr::null(), Req::host)
}

/// Has `cb` called when the response has been sent, before the request is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_request_set_on_complete_cb(
    req: *mut evhttp_request,
    cb: Option<unsafe extern "C" fn(req: *mut evhttp_request, arg: *mut c_void)>,
    cb_arg: *mut c_void,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(req) = unsafe { handle(req) } {
        req.on_complete_cb.set(cb);
        req.on_complete_cb_arg.set(cb_arg);
    }
}

/// Has a function called when the head of a message has come in: set it before that, in the function of
/// evhttp_set_newreqcb() for a server. If it returns less than 0, the exchange ends. Its argument is that of the request.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_request_set_header_cb(
    req: *mut evhttp_request,
    cb: Option<unsafe extern "C" fn(req: *mut evhttp_request, arg: *mut c_void) -> c_int>,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(req) = unsafe { handle(req) } {
        req.header_cb.set(cb);
    }
}

/// Has a function called when a client's request fails once there is a connection, before the request's own function,
/// which then gets NULL. Its argument is that of the request.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_request_set_error_cb(
    req: *mut evhttp_request,
    cb: Option<unsafe extern "C" fn(error: enum_evhttp_request_error, arg: *mut c_void)>,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(req) = unsafe { handle(req) } {
        req.error_cb.set(cb);
    }
}

/// Has a function called for each part of the body as it comes in. What it leaves in
/// evhttp_request_get_input_buffer() is dropped.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_request_set_chunked_cb(
    req: *mut evhttp_request,
    cb: Option<unsafe extern "C" fn(req: *mut evhttp_request, arg: *mut c_void)>,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(req) = unsafe { handle(req) } {
        req.chunk_cb.set(cb);
    }
}
