//! What the main library has: functions and values of `event2/bufferevent.h`, `buffer.h` and `bufferevent_tls.h`.

use std::ffi::{c_int, c_ulong, c_void};

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
pub(crate) struct evbuffer {
    _private: [u8; 0],
}

/// As in C.
pub type evutil_socket_t = c_int;
/// As in C.
pub type ev_uint64_t = u64;
/// `enum bufferevent_ssl_state`.
pub type enum_bufferevent_ssl_state = c_int;

/// `enum bufferevent_tls_result`.
pub(crate) type TlsResult = c_int;
pub(crate) const DONE: TlsResult = 0;
pub(crate) const WANT_READ: TlsResult = 1;
pub(crate) const WANT_WRITE: TlsResult = 2;
pub(crate) const CLOSED: TlsResult = 3;
pub(crate) const TRUNCATED: TlsResult = 4;
pub(crate) const FAILED: TlsResult = 5;

/// `enum bufferevent_ssl_state`.
pub(crate) const OPEN: c_int = 0;
pub(crate) const CONNECTING: c_int = 1;
pub(crate) const ACCEPTING: c_int = 2;

/// `BUFFEREVENT_SSL_DIRTY_SHUTDOWN`.
pub(crate) const DIRTY_SHUTDOWN: u64 = 1;

pub(crate) const EV_WRITE: i16 = 0x04;

/// `struct bufferevent_tls_provider`. All functions are there.
#[repr(C)]
pub(crate) struct Provider {
    pub(crate) size: usize,
    pub(crate) set_fd: unsafe extern "C" fn(*mut c_void, c_int) -> c_int,
    pub(crate) set_underlying: unsafe extern "C" fn(*mut c_void, *mut bufferevent) -> c_int,
    pub(crate) handshake: unsafe extern "C" fn(*mut c_void) -> TlsResult,
    pub(crate) read: unsafe extern "C" fn(*mut c_void, *mut c_void, usize, *mut usize) -> TlsResult,
    pub(crate) write:
        unsafe extern "C" fn(*mut c_void, *const c_void, usize, *mut usize) -> TlsResult,
    pub(crate) pending: unsafe extern "C" fn(*mut c_void) -> usize,
    pub(crate) renegotiate: unsafe extern "C" fn(*mut c_void) -> c_int,
    pub(crate) shutdown: unsafe extern "C" fn(*mut c_void) -> TlsResult,
    pub(crate) take_error: unsafe extern "C" fn(*mut c_void) -> c_ulong,
    pub(crate) free: unsafe extern "C" fn(*mut c_void),
}

unsafe extern "C" {
    pub(crate) fn bufferevent_tls_socket_new(
        base: *mut event_base,
        fd: c_int,
        provider: *const Provider,
        tls: *mut c_void,
        state: c_int,
        options: c_int,
    ) -> *mut bufferevent;
    pub(crate) fn bufferevent_tls_filter_new(
        underlying: *mut bufferevent,
        provider: *const Provider,
        tls: *mut c_void,
        state: c_int,
        options: c_int,
    ) -> *mut bufferevent;
    pub(crate) fn bufferevent_tls_get_object(
        bev: *mut bufferevent,
        provider: *const Provider,
    ) -> *mut c_void;
    pub(crate) fn bufferevent_tls_get_error(bev: *mut bufferevent) -> c_ulong;
    pub(crate) fn bufferevent_tls_renegotiate(bev: *mut bufferevent) -> c_int;
    pub(crate) fn bufferevent_tls_get_flags(bev: *mut bufferevent) -> u64;
    pub(crate) fn bufferevent_tls_set_flags(bev: *mut bufferevent, flags: u64) -> u64;
    pub(crate) fn bufferevent_tls_clear_flags(bev: *mut bufferevent, flags: u64) -> u64;

    pub(crate) fn bufferevent_get_input(bev: *mut bufferevent) -> *mut evbuffer;
    pub(crate) fn bufferevent_get_output(bev: *mut bufferevent) -> *mut evbuffer;
    pub(crate) fn bufferevent_getwatermark(
        bev: *mut bufferevent,
        events: i16,
        low: *mut usize,
        high: *mut usize,
    ) -> c_int;
    pub(crate) fn evbuffer_get_length(buffer: *const evbuffer) -> usize;
    pub(crate) fn evbuffer_remove(buffer: *mut evbuffer, data: *mut c_void, len: usize) -> c_int;
    pub(crate) fn evbuffer_add(buffer: *mut evbuffer, data: *const c_void, len: usize) -> c_int;
}
