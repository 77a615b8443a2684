//! What Mbed TLS has, 2.28 and 3.x: `mbedtls/ssl.h`, `ssl_ticket.h`, `x509_crt.h`, `error.h` and `net_sockets.h`; and the
//! C part.

use std::ffi::{c_char, c_int, c_uchar, c_void};

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

/// A session. Opaque here.
#[repr(C)]
pub(crate) struct mbedtls_ssl_session {
    _private: [u8; 0],
}

/// A certificate. Opaque here.
#[repr(C)]
pub(crate) struct mbedtls_x509_crt {
    _private: [u8; 0],
}

/// Settings and all that they refer to. Opaque here.
#[repr(C)]
pub(crate) struct libevent_mbedtls_settings {
    _private: [u8; 0],
}

pub(crate) const ERR_X509_CERT_VERIFY_FAILED: c_int = -0x2700;
pub(crate) const X509_BADCERT_CN_MISMATCH: u32 = 0x04;

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
pub(crate) type Verify =
    unsafe extern "C" fn(*mut c_void, *mut mbedtls_x509_crt, c_int, *mut u32) -> c_int;
pub(crate) type ParseTicket =
    unsafe extern "C" fn(*mut c_void, *mut mbedtls_ssl_session, *mut c_uchar, usize) -> c_int;

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
    pub(crate) fn mbedtls_ssl_set_hostname(
        ssl: *mut mbedtls_ssl_context,
        host: *const c_char,
    ) -> c_int;
    pub(crate) fn mbedtls_ssl_set_verify(
        ssl: *mut mbedtls_ssl_context,
        verify: Option<Verify>,
        arg: *mut c_void,
    );
    pub(crate) fn mbedtls_ssl_get_verify_result(ssl: *const mbedtls_ssl_context) -> u32;
    pub(crate) fn mbedtls_ssl_get_alpn_protocol(ssl: *const mbedtls_ssl_context) -> *const c_char;
    pub(crate) fn mbedtls_ssl_set_session(
        ssl: *mut mbedtls_ssl_context,
        session: *const mbedtls_ssl_session,
    ) -> c_int;
    pub(crate) fn mbedtls_ssl_ticket_parse(
        tickets: *mut c_void,
        session: *mut mbedtls_ssl_session,
        ticket: *mut c_uchar,
        len: usize,
    ) -> c_int;
}

#[link(name = "mbedx509")]
unsafe extern "C" {
    pub(crate) fn mbedtls_x509_crt_verify_info(
        buf: *mut c_char,
        size: usize,
        prefix: *const c_char,
        flags: u32,
    ) -> c_int;
}

#[link(name = "mbedcrypto")]
unsafe extern "C" {
    pub(crate) fn mbedtls_strerror(error: c_int, buf: *mut c_char, size: usize);
}

// `context.c`.
unsafe extern "C" {
    pub(crate) fn libevent_mbedtls_context_new(
        config: *const mbedtls_ssl_config,
        owner: *mut c_void,
    ) -> *mut mbedtls_ssl_context;
    pub(crate) fn libevent_mbedtls_context_owner(ssl: *const mbedtls_ssl_context) -> *mut c_void;
    pub(crate) fn libevent_mbedtls_context_free(ssl: *mut mbedtls_ssl_context);
    pub(crate) fn libevent_mbedtls_session_of(
        ssl: *const mbedtls_ssl_context,
    ) -> *mut mbedtls_ssl_session;
    pub(crate) fn libevent_mbedtls_session_free(session: *mut mbedtls_ssl_session);
    pub(crate) fn libevent_mbedtls_is_for_address(
        certificate: *const mbedtls_x509_crt,
        address: *const c_uchar,
        len: usize,
    ) -> c_int;
}

// `settings.c`.
unsafe extern "C" {
    pub(crate) fn libevent_mbedtls_settings_new(is_server: c_int)
    -> *mut libevent_mbedtls_settings;
    pub(crate) fn libevent_mbedtls_settings_free(settings: *mut libevent_mbedtls_settings);
    pub(crate) fn libevent_mbedtls_settings_config(
        settings: *const libevent_mbedtls_settings,
    ) -> *const mbedtls_ssl_config;
    pub(crate) fn libevent_mbedtls_settings_trust(
        settings: *mut libevent_mbedtls_settings,
        file: *const c_char,
    ) -> c_int;
    pub(crate) fn libevent_mbedtls_settings_trust_system(
        settings: *mut libevent_mbedtls_settings,
    ) -> c_int;
    pub(crate) fn libevent_mbedtls_settings_own(
        settings: *mut libevent_mbedtls_settings,
        chain: *const c_char,
        key: *const c_char,
    ) -> c_int;
    pub(crate) fn libevent_mbedtls_settings_give_tickets(
        settings: *mut libevent_mbedtls_settings,
        parse: ParseTicket,
    ) -> c_int;
    pub(crate) fn libevent_mbedtls_settings_set_protocols(
        settings: *mut libevent_mbedtls_settings,
        names: *const c_char,
        len: usize,
        count: usize,
    ) -> c_int;
}
