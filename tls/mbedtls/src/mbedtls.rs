//! What Mbed TLS has, 2.28 and 3.x: `mbedtls/ssl.h` and `net_sockets.h`.

use std::ffi::{c_int, c_uchar, c_void};

/// Mbed TLS's context of a connection. Opaque here.
#[repr(C)]
pub struct mbedtls_ssl_context {
    _private: [u8; 0],
}

/// Mbed TLS's settings. Opaque here.
#[repr(C)]
pub struct mbedtls_ssl_config {
    _private: [u8; 0],
}

pub(crate) const ERR_NET_RECV_FAILED: c_int = -0x004c;
pub(crate) const ERR_NET_SEND_FAILED: c_int = -0x004e;
pub(crate) const ERR_SSL_WANT_WRITE: c_int = -0x6880;
pub(crate) const ERR_SSL_WANT_READ: c_int = -0x6900;
pub(crate) const ERR_SSL_CONN_EOF: c_int = -0x7280;
pub(crate) const ERR_SSL_PEER_CLOSE_NOTIFY: c_int = -0x7880;
/// From 3.x on: a ticket has come, and nothing else.
pub(crate) const ERR_SSL_RECEIVED_NEW_SESSION_TICKET: c_int = -0x7b00;

pub(crate) type Send = unsafe extern "C" fn(*mut c_void, *const c_uchar, usize) -> c_int;
pub(crate) type Receive = unsafe extern "C" fn(*mut c_void, *mut c_uchar, usize) -> c_int;

#[link(name = "mbedtls")]
unsafe extern "C" {
    pub(crate) fn mbedtls_ssl_set_bio(
        ssl: *mut mbedtls_ssl_context,
        arg: *mut c_void,
        send: Option<Send>,
        receive: Option<Receive>,
        receive_in_time: Option<unsafe extern "C" fn()>,
    );
    pub(crate) fn mbedtls_ssl_handshake(ssl: *mut mbedtls_ssl_context) -> c_int;
    pub(crate) fn mbedtls_ssl_read(
        ssl: *mut mbedtls_ssl_context,
        to: *mut c_uchar,
        len: usize,
    ) -> c_int;
    pub(crate) fn mbedtls_ssl_write(
        ssl: *mut mbedtls_ssl_context,
        from: *const c_uchar,
        len: usize,
    ) -> c_int;
    pub(crate) fn mbedtls_ssl_check_pending(ssl: *const mbedtls_ssl_context) -> c_int;
    pub(crate) fn mbedtls_ssl_close_notify(ssl: *mut mbedtls_ssl_context) -> c_int;
    pub(crate) fn mbedtls_ssl_renegotiate(ssl: *mut mbedtls_ssl_context) -> c_int;
    pub(crate) fn mbedtls_ssl_session_reset(ssl: *mut mbedtls_ssl_context) -> c_int;
}

// `context.c`.
unsafe extern "C" {
    pub(crate) fn libevent_mbedtls_context_new(
        config: *const mbedtls_ssl_config,
    ) -> *mut mbedtls_ssl_context;
    pub(crate) fn libevent_mbedtls_context_free(context: *mut mbedtls_ssl_context);
}
