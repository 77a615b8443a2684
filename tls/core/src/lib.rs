//! What providers of TLS use of the main library, as its headers declare it: `event2/bufferevent.h`, `buffer.h` and
//! `bufferevent_tls.h`. The functions are found when a provider is linked with the library.
#![allow(non_camel_case_types, missing_docs, clippy::missing_safety_doc)]

pub mod library;
pub mod moving;

use std::ffi::{c_char, c_int, c_ulong, c_void};

/// Opaque here.
#[repr(C)]
pub struct event_base {
    _private: [u8; 0],
}

/// Opaque here.
#[repr(C)]
pub struct bufferevent {
    _private: [u8; 0],
}

/// Opaque here.
#[repr(C)]
pub struct evbuffer {
    _private: [u8; 0],
}

/// As in C.
pub type evutil_socket_t = c_int;
/// As in C.
pub type ev_uint64_t = u64;
/// `enum bufferevent_ssl_state`.
pub type enum_bufferevent_ssl_state = c_int;

/// `enum bufferevent_tls_result`.
pub type TlsResult = c_int;
pub const DONE: TlsResult = 0;
pub const WANT_READ: TlsResult = 1;
pub const WANT_WRITE: TlsResult = 2;
pub const CLOSED: TlsResult = 3;
pub const TRUNCATED: TlsResult = 4;
pub const FAILED: TlsResult = 5;
pub const BROKEN: TlsResult = 6;

/// `enum bufferevent_ssl_state`.
pub const OPEN: c_int = 0;
pub const CONNECTING: c_int = 1;
pub const ACCEPTING: c_int = 2;

/// `BEV_OPT_CLOSE_ON_FREE`.
pub const CLOSE_ON_FREE: c_int = 1;

/// `BUFFEREVENT_SSL_DIRTY_SHUTDOWN`.
pub const DIRTY_SHUTDOWN: u64 = 1;

pub const EV_WRITE: i16 = 0x04;

/// `struct bufferevent_tls_provider`.
#[repr(C)]
pub struct Provider {
    pub size: usize,
    pub set_fd: unsafe extern "C" fn(*mut c_void, c_int) -> c_int,
    pub set_underlying: unsafe extern "C" fn(*mut c_void, *mut bufferevent) -> c_int,
    pub handshake: unsafe extern "C" fn(*mut c_void) -> TlsResult,
    pub read: unsafe extern "C" fn(*mut c_void, *mut c_void, usize, *mut usize) -> TlsResult,
    pub write: unsafe extern "C" fn(*mut c_void, *const c_void, usize, *mut usize) -> TlsResult,
    pub pending: unsafe extern "C" fn(*mut c_void) -> usize,
    pub renegotiate: unsafe extern "C" fn(*mut c_void) -> c_int,
    pub shutdown: unsafe extern "C" fn(*mut c_void) -> TlsResult,
    pub cork: Option<unsafe extern "C" fn(*mut c_void, c_int) -> TlsResult>,
    pub take_error: unsafe extern "C" fn(*mut c_void) -> c_ulong,
    pub describe: Option<unsafe extern "C" fn(*mut c_void, c_ulong, *mut c_char, usize) -> usize>,
    pub free: unsafe extern "C" fn(*mut c_void),
}

unsafe extern "C" {
    pub fn bufferevent_tls_socket_new(
        base: *mut event_base,
        fd: c_int,
        provider: *const Provider,
        tls: *mut c_void,
        state: c_int,
        options: c_int,
    ) -> *mut bufferevent;
    pub fn bufferevent_tls_filter_new(
        underlying: *mut bufferevent,
        provider: *const Provider,
        tls: *mut c_void,
        state: c_int,
        options: c_int,
    ) -> *mut bufferevent;
    pub fn bufferevent_tls_get_object(
        bev: *mut bufferevent,
        provider: *const Provider,
    ) -> *mut c_void;
    pub fn bufferevent_tls_get_error(bev: *mut bufferevent) -> c_ulong;
    pub fn bufferevent_tls_renegotiate(bev: *mut bufferevent) -> c_int;
    pub fn bufferevent_tls_get_flags(bev: *mut bufferevent) -> u64;
    pub fn bufferevent_tls_set_flags(bev: *mut bufferevent, flags: u64) -> u64;
    pub fn bufferevent_tls_clear_flags(bev: *mut bufferevent, flags: u64) -> u64;

    pub fn bufferevent_lock(bev: *mut bufferevent);
    pub fn bufferevent_unlock(bev: *mut bufferevent);
    pub fn bufferevent_get_input(bev: *mut bufferevent) -> *mut evbuffer;
    pub fn bufferevent_get_output(bev: *mut bufferevent) -> *mut evbuffer;
    pub fn bufferevent_getwatermark(
        bev: *mut bufferevent,
        events: i16,
        low: *mut usize,
        high: *mut usize,
    ) -> c_int;
    pub fn evbuffer_get_length(buffer: *const evbuffer) -> usize;
    pub fn evbuffer_remove(buffer: *mut evbuffer, data: *mut c_void, len: usize) -> c_int;
    pub fn evbuffer_add(buffer: *mut evbuffer, data: *const c_void, len: usize) -> c_int;
}
