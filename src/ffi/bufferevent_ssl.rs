//! Bufferevents that speak TLS, through OpenSSL or mbedTLS, on a socket or on another bufferevent.
//!
//! Programs link with -levent_openssl or -levent_mbedtls, and with the TLS library itself.

use std::ffi::c_int;

/// What the TLS object that is handed over is doing.
#[repr(C)]
pub enum bufferevent_ssl_state {
    /// The handshake is over.
    BUFFEREVENT_SSL_OPEN = 0,
    /// It is a client that begins a handshake.
    BUFFEREVENT_SSL_CONNECTING = 1,
    /// It is a server that awaits a handshake.
    BUFFEREVENT_SSL_ACCEPTING = 2,
}

/// For bufferevent_ssl_set_flags(): a connection that ends without the proper farewell is an end
/// of file, not an error. An attacker can cut such a connection short unnoticed.
pub const BUFFEREVENT_SSL_DIRTY_SHUTDOWN: c_int = 1;
/// For bufferevent_ssl_set_flags(): gather small pieces of output into larger records.
pub const BUFFEREVENT_SSL_BATCH_WRITE: c_int = 2;

/// OpenSSL's SSL.
pub struct ssl_st {
    _private: (),
}

/// The state of an mbedTLS connection.
pub struct mbedtls_ssl_context {
    _private: (),
}

/// The settings of mbedTLS connections.
pub struct mbedtls_ssl_config {
    _private: (),
}

/// An mbedTLS connection in memory that was allocated for it.
pub type mbedtls_dyncontext = mbedtls_ssl_context;
