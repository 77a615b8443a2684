//! The layout of struct evhttp_request, for programs that read its fields. New programs use the
//! functions of event2/http.h.

use std::cell::Cell;
use std::ffi::{c_char, c_int, c_uint, c_void};

use super::buffer::evbuffer;
use super::http::{evhttp_connection, evhttp_uri};
use super::keyvalq_struct::{TailqEntry, evkeyvalq};
use super::util::{ev_int64_t, ev_uint16_t};
use super::{enum_evhttp_cmd_type, enum_evhttp_request_error, enum_evhttp_request_kind};

/// Flag of a request: it owns its connection.
pub const EVHTTP_REQ_OWN_CONNECTION: c_int = 0x0001;
/// Flag of a request: it goes to a proxy.
pub const EVHTTP_PROXY_REQUEST: c_int = 0x0002;
/// Flag of a request: the program frees it.
pub const EVHTTP_USER_OWNED: c_int = 0x0004;
/// Flag of a request: it is in use and cannot be freed now.
pub const EVHTTP_REQ_DEFER_FREE: c_int = 0x0008;
/// Flag of a request: it is to be freed when no longer in use.
pub const EVHTTP_REQ_NEEDS_FREE: c_int = 0x0010;

/// One exchange: a request and its response.
#[repr(C)]
pub struct evhttp_request {
    /// The place among the requests of the connection.
    pub next: TailqEntry<evhttp_request>,
    /// The connection, or NULL.
    pub evcon: Cell<*mut evhttp_connection>,
    /// EVHTTP_REQ_ and other flags, above.
    pub flags: Cell<c_int>,
    /// The headers that came in.
    pub input_headers: *mut evkeyvalq,
    /// The headers to send.
    pub output_headers: *mut evkeyvalq,
    /// The address of the other side as text.
    pub remote_host: Cell<*mut c_char>,
    /// The port of the other side.
    pub remote_port: Cell<ev_uint16_t>,
    /// The host that the request names, once it has been asked for.
    pub host_cache: Cell<*mut c_char>,
    /// Whether this came in, or is to be sent, as a request or a response.
    pub kind: Cell<enum_evhttp_request_kind>,
    /// The method.
    pub r#type: Cell<enum_evhttp_cmd_type>,
    /// The size of the headers in bytes.
    pub headers_size: Cell<usize>,
    /// The size of the body in bytes.
    pub body_size: Cell<usize>,
    /// What is asked for, as it is in the first line.
    pub uri: Cell<*mut c_char>,
    /// The same in its parts.
    pub uri_elems: Cell<*mut evhttp_uri>,
    /// The version of HTTP before the dot.
    pub major: Cell<c_char>,
    /// The version of HTTP after the dot.
    pub minor: Cell<c_char>,
    /// The status of the response.
    pub response_code: Cell<c_int>,
    /// The text that goes with the status.
    pub response_code_line: Cell<*mut c_char>,
    /// The body that came in.
    pub input_buffer: *mut evbuffer,
    /// How many bytes of the body are still to come; negative if unknown.
    pub ntoread: Cell<ev_int64_t>,
    /// Whether the response is sent in chunks, and whether the program has sent the last one.
    pub bits_chunked_userdone: Cell<c_uint>,
    /// The body to send.
    pub output_buffer: *mut evbuffer,
    /// Called when the exchange is complete or has failed.
    pub cb: Cell<Option<unsafe extern "C" fn(req: *mut evhttp_request, arg: *mut c_void)>>,
    /// The argument of the callbacks.
    pub cb_arg: Cell<*mut c_void>,
    /// Called for each part of the body that comes in.
    pub chunk_cb: Cell<Option<unsafe extern "C" fn(req: *mut evhttp_request, arg: *mut c_void)>>,
    /// Called when the headers have come in. If it returns less than 0, the exchange ends.
    pub header_cb:
        Cell<Option<unsafe extern "C" fn(req: *mut evhttp_request, arg: *mut c_void) -> c_int>>,
    /// Called when the exchange fails, before `cb`.
    pub error_cb:
        Cell<Option<unsafe extern "C" fn(error: enum_evhttp_request_error, arg: *mut c_void)>>,
    /// Called when the response has been sent.
    pub on_complete_cb:
        Cell<Option<unsafe extern "C" fn(req: *mut evhttp_request, arg: *mut c_void)>>,
    /// The argument of `on_complete_cb`.
    pub on_complete_cb_arg: Cell<*mut c_void>,
}
