//! With any of the TLS libraries.

use event_tls_core::{
    bufferevent, bufferevent_tls_clear_flags, bufferevent_tls_get_flags, bufferevent_tls_set_flags,
    ev_uint64_t,
};

/// The flags of a bufferevent with TLS: BUFFEREVENT_SSL_ values; EV_UINT64_MAX for any other.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_ssl_get_flags(bev: *mut bufferevent) -> ev_uint64_t {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { bufferevent_tls_get_flags(bev) }
}

/// Sets flags, and leaves the others as they are. Returns those there were; EV_UINT64_MAX on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_ssl_set_flags(
    bev: *mut bufferevent,
    flags: ev_uint64_t,
) -> ev_uint64_t {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { bufferevent_tls_set_flags(bev, flags) }
}

/// Clears flags, and leaves the others as they are. Returns those there were; EV_UINT64_MAX on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_ssl_clear_flags(
    bev: *mut bufferevent,
    flags: ev_uint64_t,
) -> ev_uint64_t {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { bufferevent_tls_clear_flags(bev, flags) }
}
