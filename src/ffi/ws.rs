//! WebSockets on an HTTP server.

use std::ffi::{c_int, c_uchar, c_void};

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

/// A WebSocket.
pub struct evws_connection {
    _private: (),
}

/// Called with a whole message of `length` bytes, which is valid during the call only.
pub type ws_on_msg_cb = Option<
    unsafe extern "C" fn(
        conn: *mut evws_connection,
        type_: c_int,
        data: *const c_uchar,
        length: usize,
        arg: *mut c_void,
    ),
>;

/// Called when the WebSocket is closing.
pub type ws_on_close_cb =
    Option<unsafe extern "C" fn(conn: *mut evws_connection, arg: *mut c_void)>;
