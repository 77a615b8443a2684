//! HTTP: a server and a client.
//!
//! The server, an evhttp, calls a function for each request, chosen by path; the program answers
//! at once or later. The client, an evhttp_connection, sends requests one after the other and
//! calls back with each response. An evhttp_request is one exchange, on either side.
//!
//! An evhttp, and a connection with its requests, belong to the thread that runs their base.

use std::ffi::{c_char, c_int};

pub mod client;
pub mod connection;
pub mod reply;
pub mod request;
pub mod server;
pub mod uri;

use super::util::{ev_uint16_t, ev_uint32_t};

/// Go on and send the body.
pub const HTTP_CONTINUE: c_int = 100;
/// The protocol changes now.
pub const HTTP_SWITCH_PROTOCOLS: c_int = 101;
/// Still working on it.
pub const HTTP_PROCESSING: c_int = 102;
/// Some headers ahead of the response.
pub const HTTP_EARLYHINTS: c_int = 103;
/// Success.
pub const HTTP_OK: c_int = 200;
/// Something new was made.
pub const HTTP_CREATED: c_int = 201;
/// It will be done later.
pub const HTTP_ACCEPTED: c_int = 202;
/// Success, but changed on the way.
pub const HTTP_NONAUTHORITATIVE: c_int = 203;
/// Success, with nothing to send.
pub const HTTP_NOCONTENT: c_int = 204;
/// It has another address from now on.
pub const HTTP_MOVEPERM: c_int = 301;
/// It has another address for now.
pub const HTTP_MOVETEMP: c_int = 302;
/// What the client has is up to date.
pub const HTTP_NOTMODIFIED: c_int = 304;
/// The request makes no sense.
pub const HTTP_BADREQUEST: c_int = 400;
/// Who is asking?
pub const HTTP_UNAUTHORIZED: c_int = 401;
/// It costs something.
pub const HTTP_PAYMENTREQUIRED: c_int = 402;
/// It is not allowed.
pub const HTTP_FORBIDDEN: c_int = 403;
/// There is no such thing.
pub const HTTP_NOTFOUND: c_int = 404;
/// This method does not work here.
pub const HTTP_BADMETHOD: c_int = 405;
/// The request is too large.
pub const HTTP_ENTITYTOOLARGE: c_int = 413;
/// What the client expects is not possible.
pub const HTTP_EXPECTATIONFAILED: c_int = 417;
/// The server failed.
pub const HTTP_INTERNAL: c_int = 500;
/// The server cannot do that.
pub const HTTP_NOTIMPLEMENTED: c_int = 501;
/// The server asked another, and got no good answer.
pub const HTTP_BADGATEWAY: c_int = 502;
/// Not now.
pub const HTTP_SERVUNAVAIL: c_int = 503;

/// For evhttp_connection_set_flags(): use the address that worked last for the next connection,
/// and do not look the name up again.
pub const EVHTTP_CON_REUSE_CONNECTED_ADDR: c_int = 0x0008;
/// For evhttp_connection_set_flags(): when writing fails, still read the response: the server may
/// have said why it stopped listening.
pub const EVHTTP_CON_READ_ON_WRITE_ERROR: c_int = 0x0010;
/// For evhttp_connection_set_flags(): after an error response, read the rest of the request
/// before closing, so that the client gets to see the response.
pub const EVHTTP_CON_LINGERING_CLOSE: c_int = 0x0020;
/// The first flag that is not public.
pub const EVHTTP_CON_PUBLIC_FLAGS_END: c_int = 0x100000;

/// For evhttp_set_flags(): EVHTTP_CON_LINGERING_CLOSE for all connections.
pub const EVHTTP_SERVER_LINGERING_CLOSE: c_int = 0x0001;

/// The method's requests may have a body.
pub const EVHTTP_METHOD_HAS_BODY: c_int = 0x0001;

/// For evhttp_uri_parse_with_flags(): accept characters that do not belong there.
pub const EVHTTP_URI_NONCONFORMANT: c_int = 0x01;
/// For evhttp_uri_parse_with_flags(): take the brackets off an IPv6 address.
pub const EVHTTP_URI_HOST_STRIP_BRACKETS: c_int = 0x04;
/// For evhttp_uri_parse_with_flags(): understand addresses of UNIX sockets.
pub const EVHTTP_URI_UNIX_SOCKET: c_int = 0x08;

/// For evhttp_parse_query_str_flags(): accept names without a value and empty parts.
pub const EVHTTP_URI_QUERY_NONCONFORMANT: c_int = 0x01;
/// For evhttp_parse_query_str_flags(): of several values for one name keep the last.
pub const EVHTTP_URI_QUERY_LAST_VAL: c_int = 0x02;

/// The method of a request. As bits, they say which methods a server allows.
#[repr(C)]
pub enum evhttp_cmd_type {
    /// GET
    EVHTTP_REQ_GET = 1 << 0,
    /// POST
    EVHTTP_REQ_POST = 1 << 1,
    /// HEAD
    EVHTTP_REQ_HEAD = 1 << 2,
    /// PUT
    EVHTTP_REQ_PUT = 1 << 3,
    /// DELETE
    EVHTTP_REQ_DELETE = 1 << 4,
    /// OPTIONS
    EVHTTP_REQ_OPTIONS = 1 << 5,
    /// TRACE
    EVHTTP_REQ_TRACE = 1 << 6,
    /// CONNECT
    EVHTTP_REQ_CONNECT = 1 << 7,
    /// PATCH
    EVHTTP_REQ_PATCH = 1 << 8,
    /// PROPFIND
    EVHTTP_REQ_PROPFIND = 1 << 9,
    /// PROPPATCH
    EVHTTP_REQ_PROPPATCH = 1 << 10,
    /// MKCOL
    EVHTTP_REQ_MKCOL = 1 << 11,
    /// LOCK
    EVHTTP_REQ_LOCK = 1 << 12,
    /// UNLOCK
    EVHTTP_REQ_UNLOCK = 1 << 13,
    /// COPY
    EVHTTP_REQ_COPY = 1 << 14,
    /// MOVE
    EVHTTP_REQ_MOVE = 1 << 15,
}

/// The largest value of enum evhttp_cmd_type.
pub const EVHTTP_REQ_MAX: c_int = 0x8000;

/// What an evhttp_request stands for.
#[repr(C)]
pub enum evhttp_request_kind {
    /// A request.
    EVHTTP_REQUEST,
    /// A response.
    EVHTTP_RESPONSE,
}

/// Why a client's request failed.
#[repr(C)]
pub enum evhttp_request_error {
    /// No response in time, or it stopped half way.
    EVREQ_HTTP_TIMEOUT,
    /// The connection ended.
    EVREQ_HTTP_EOF,
    /// The headers of the response are malformed.
    EVREQ_HTTP_INVALID_HEADER,
    /// Reading or writing failed.
    EVREQ_HTTP_BUFFER_ERROR,
    /// evhttp_cancel_request() was called.
    EVREQ_HTTP_REQUEST_CANCEL,
    /// The body is larger than allowed.
    EVREQ_HTTP_DATA_TOO_LONG,
}

/// A method beyond those of enum evhttp_cmd_type.
#[repr(C)]
pub struct evhttp_ext_method {
    /// Its name in the request, such as "BREW".
    pub method: *const c_char,
    /// Its number: a bit above EVHTTP_REQ_MAX.
    pub r#type: ev_uint32_t,
    /// 0 or EVHTTP_METHOD_HAS_BODY.
    pub flags: ev_uint16_t,
}

pub use crate::http::{evhttp, evhttp_bound_socket, evhttp_connection, evhttp_uri};

/// Called for each socket of a server. A function type, not a pointer, in C.
/// cbindgen:ignore
pub struct evhttp_bound_socket_foreach_fn {
    _private: (),
}

/// Called to fill in what the struct lacks: the method if it has a type, or the type and flags if
/// it has a method. Returns 0, or -1 if there is no such method.
pub type evhttp_ext_method_cb =
    Option<unsafe extern "C" fn(method: *mut evhttp_ext_method) -> c_int>;
