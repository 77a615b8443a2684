//! Streaming the bodies of HTTP messages: large uploads and downloads in little memory.
//!
//! This header is no part of the original libevent. Its functions go with those of event2/http.h.
//!
//! A server looks at a request's head before its body comes, see evhttp_set_head_cb(), and has the body given to a
//! function part by part, see evhttp_request_set_body_cb(). A client does the same with a response, and has the body of
//! its request made while it is sent, see evhttp_request_set_body_source(). Whoever is too slow pauses: the
//! connection is not read meanwhile, so that the other side has to wait, however much it has to send. The body of a
//! server's response streams with evhttp_send_reply_chunk_with_cb().

use std::ffi::{CStr, c_char, c_int, c_void};

use super::buffer::evbuffer;
use super::http::evhttp;
use super::http::request::handle;
use super::http::server::path_status;
use super::http_struct::evhttp_request;
use super::text;
use super::util::ev_int64_t;
use crate::http::Server;

/// Has a function called with the requests of a path whose head has come, and whose body is to come. It may look at the
/// headers, set a function for the body, and leave; when the body is complete, the function of evhttp_set_cb() or
/// evhttp_set_gencb() is called as always. Or it answers at once: then the rest is not read, and the connection ends
/// behind the answer. `path` NULL is for all paths without such a function. Returns 0, -1 if the path has one, and
/// -2 without memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_set_head_cb(
    http: *mut evhttp,
    path: *const c_char,
    cb: Option<unsafe extern "C" fn(req: *mut evhttp_request, arg: *mut c_void)>,
    arg: *mut c_void,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (server, path) = unsafe { (Server::from_ptr(http), text(path)) };
    let path = path.map(CStr::to_bytes);
    server.map_or(-1, |server| {
        path_status(server.set_head_callback(path, cb, arg))
    })
}

/// Has a function called with each part of the body as it comes in: of a request in a server, of a response in a client.
/// `part` is evhttp_request_get_input_buffer(); what the function leaves there stays there. With NULL for `part` it is
/// told that the rest will not come: the connection has failed, and a server's request is about to be freed. Functions
/// of evhttp_request_set_chunked_cb() are not called then. Returns -1 without memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_request_set_body_cb(
    req: *mut evhttp_request,
    cb: Option<
        unsafe extern "C" fn(req: *mut evhttp_request, part: *mut evbuffer, arg: *mut c_void),
    >,
    arg: *mut c_void,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let req = unsafe { handle(req) };
    status(req.is_some_and(|req| req.set_body_callback(cb, arg).is_ok()))
}

/// Stops reading the body until evhttp_request_resume_body() is called: no part is given to the program, nor is it told
/// that the body is complete. There is no timeout meanwhile. Returns -1 without memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_request_pause_body(req: *mut evhttp_request) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let req = unsafe { handle(req) };
    status(req.is_some_and(|req| req.pause_body().is_ok()))
}

/// Goes on reading the body, from the event loop.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_request_resume_body(req: *mut evhttp_request) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(req) = unsafe { handle(req) } {
        req.resume_body();
    }
}

/// Has the body of a client's request made while it is sent; call this before evhttp_make_request(). `cb` is called
/// each time all that there was has been sent. It adds to `part` and returns 1 if there is more to come, 0 if there is
/// not, and -1 to give the request up, which fails then. If it adds nothing and returns 1, it is called again after
/// evhttp_request_body_ready(). `length` is that of the whole body, which has to be right; with -1 the body is sent in
/// chunks. A response that comes before the body is complete ends the exchange. Returns -1 without memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_request_set_body_source(
    req: *mut evhttp_request,
    cb: Option<
        unsafe extern "C" fn(
            req: *mut evhttp_request,
            part: *mut evbuffer,
            arg: *mut c_void,
        ) -> c_int,
    >,
    arg: *mut c_void,
    length: ev_int64_t,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let req = unsafe { handle(req) };
    let length = u64::try_from(length).ok();
    status(req.is_some_and(|req| req.set_body_source(cb, arg, length).is_ok()))
}

/// Tells that the function of evhttp_request_set_body_source(), which had nothing, has more now.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_request_body_ready(req: *mut evhttp_request) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(req) = unsafe { handle(req) } {
        req.body_is_ready();
    }
}

fn status(done: bool) -> c_int {
    if done { 0 } else { -1 }
}
