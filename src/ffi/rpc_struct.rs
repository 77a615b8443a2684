//! The layout of structs that the macros of event2/rpc.h and callbacks of calls work with.

use std::ffi::{c_char, c_int, c_void};

use super::buffer::evbuffer;
use super::http_struct::evhttp_request;
use super::keyvalq_struct::TailqEntry;
use super::rpc::{evrpc_base, evrpc_req_generic};

/// The call succeeded.
pub const EVRPC_STATUS_ERR_NONE: c_int = 0;
/// No reply came in time.
pub const EVRPC_STATUS_ERR_TIMEOUT: c_int = 1;
/// The reply makes no sense.
pub const EVRPC_STATUS_ERR_BADPAYLOAD: c_int = 2;
/// The call was not made.
pub const EVRPC_STATUS_ERR_UNSTARTED: c_int = 3;
/// A hook gave the call up.
pub const EVRPC_STATUS_ERR_HOOKABORTED: c_int = 4;

/// How a call ended.
#[repr(C)]
pub struct evrpc_status {
    /// EVRPC_STATUS_ERR_.
    pub error: c_int,
    /// The HTTP request that carried the call, or NULL.
    pub http_req: *mut evhttp_request,
}

/// A call that is served, with functions for its structs.
#[repr(C)]
pub struct evrpc {
    /// The place among the calls of the server.
    pub next: TailqEntry<evrpc>,
    /// The name of the call.
    pub uri: *const c_char,
    /// Makes a request struct.
    pub request_new: Option<unsafe extern "C" fn(arg: *mut c_void) -> *mut c_void>,
    /// The argument of `request_new`.
    pub request_new_arg: *mut c_void,
    /// Frees a request struct.
    pub request_free: Option<unsafe extern "C" fn(request: *mut c_void)>,
    /// Reads a request struct from a buffer. 0 on success.
    pub request_unmarshal:
        Option<unsafe extern "C" fn(request: *mut c_void, buffer: *mut evbuffer) -> c_int>,
    /// Makes a reply struct.
    pub reply_new: Option<unsafe extern "C" fn(arg: *mut c_void) -> *mut c_void>,
    /// The argument of `reply_new`.
    pub reply_new_arg: *mut c_void,
    /// Frees a reply struct.
    pub reply_free: Option<unsafe extern "C" fn(reply: *mut c_void)>,
    /// Whether everything that a reply must have is set: 0 if so.
    pub reply_complete: Option<unsafe extern "C" fn(reply: *mut c_void) -> c_int>,
    /// Writes a reply struct to a buffer.
    pub reply_marshal: Option<unsafe extern "C" fn(buffer: *mut evbuffer, reply: *mut c_void)>,
    /// Called to serve a call.
    pub cb: Option<unsafe extern "C" fn(req: *mut evrpc_req_generic, arg: *mut c_void)>,
    /// The argument of `cb`.
    pub cb_arg: *mut c_void,
    /// The server.
    pub base: *mut evrpc_base,
}
