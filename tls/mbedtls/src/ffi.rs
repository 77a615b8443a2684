//! With Mbed TLS: link with -levent_mbedtls, -lmbedtls, -lmbedx509 and -lmbedcrypto.

use std::ffi::{c_int, c_ulong};
use std::ptr;

use event_tls_core::library::Library;
use event_tls_core::{
    ACCEPTING, CONNECTING, DIRTY_SHUTDOWN, OPEN, Provider, bufferevent,
    bufferevent_tls_clear_flags, bufferevent_tls_filter_new, bufferevent_tls_get_error,
    bufferevent_tls_get_flags, bufferevent_tls_get_object, bufferevent_tls_renegotiate,
    bufferevent_tls_set_flags, bufferevent_tls_socket_new, enum_bufferevent_ssl_state, event_base,
    evutil_socket_t,
};

use crate::Backend;
use crate::mbedtls::{
    libevent_mbedtls_context_free, libevent_mbedtls_context_new, mbedtls_ssl_config,
    mbedtls_ssl_context,
};
use crate::provider::{OPEN_PROVIDER, PROVIDER};

/// As C has it.
/// cbindgen:ignore
pub type mbedtls_dyncontext = mbedtls_ssl_context;

/// The provider for a state; none if it is none.
fn provider(ssl: *mut mbedtls_dyncontext, state: c_int) -> Option<&'static Provider> {
    match state {
        _ if ssl.is_null() => None,
        OPEN => Some(&OPEN_PROVIDER),
        CONNECTING | ACCEPTING => Some(&PROVIDER),
        _ => None,
    }
}

/// Makes a context with settings, which have to stay. NULL on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_mbedtls_dyncontext_new(
    conf: *mut mbedtls_ssl_config,
) -> *mut mbedtls_dyncontext {
    if conf.is_null() {
        return ptr::null_mut();
    }
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { libevent_mbedtls_context_new(conf, ptr::null_mut()) }
}

/// Frees a context that no bufferevent owns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_mbedtls_dyncontext_free(ctx: *mut mbedtls_dyncontext) {
    if !ctx.is_null() {
        // SAFETY: the pointer comes from the program, which gives it up.
        unsafe { libevent_mbedtls_context_free(ctx) };
    }
}

/// Makes a bufferevent that speaks TLS on top of another one, which it takes over, with a context of
/// bufferevent_mbedtls_dyncontext_new(). With BEV_OPT_CLOSE_ON_FREE, both are freed with it. NULL on failure; then both
/// are still the caller's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_mbedtls_filter_new(
    base: *mut event_base,
    underlying: *mut bufferevent,
    ssl: *mut mbedtls_dyncontext,
    state: enum_bufferevent_ssl_state,
    options: c_int,
) -> *mut bufferevent {
    // It is that of the other one.
    let _ = base;
    // SAFETY: the pointers come from the program, which vouches for them.
    provider(ssl, state).map_or(ptr::null_mut(), |provider| unsafe {
        bufferevent_tls_filter_new(underlying, provider, ssl.cast(), state, options)
    })
}

/// Makes a bufferevent that speaks TLS on a socket, or, if `fd` is negative, on one to come: bufferevent_socket_connect()
/// connects it. Whether it is a client is for the context's settings to say. The event callback is called with
/// BEV_EVENT_CONNECTED after the handshake. With BEV_OPT_CLOSE_ON_FREE, socket and context are freed with it. NULL on
/// failure; then both are still the caller's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_mbedtls_socket_new(
    base: *mut event_base,
    fd: evutil_socket_t,
    ssl: *mut mbedtls_dyncontext,
    state: enum_bufferevent_ssl_state,
    options: c_int,
) -> *mut bufferevent {
    // SAFETY: the pointers come from the program, which vouches for them.
    provider(ssl, state).map_or(ptr::null_mut(), |provider| unsafe {
        bufferevent_tls_socket_new(base, fd, provider, ssl.cast(), state, options)
    })
}

/// The context of a bufferevent; NULL if it has none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_mbedtls_get_ssl(
    bufev: *mut bufferevent,
) -> *mut mbedtls_ssl_context {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let of = |provider: &'static Provider| unsafe { bufferevent_tls_get_object(bufev, provider) };
    [&PROVIDER, &OPEN_PROVIDER, Backend::PROVIDER]
        .into_iter()
        .map(of)
        .find(|ssl| !ssl.is_null())
        .map_or(ptr::null_mut(), <*mut _>::cast)
}

/// Whether a connection that ends without the proper farewell is an end of file, and not an error; -1 for other
/// bufferevents. Use bufferevent_ssl_get_flags() instead.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_mbedtls_get_allow_dirty_shutdown(
    bev: *mut bufferevent,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    match unsafe { bufferevent_tls_get_flags(bev) } {
        u64::MAX => -1,
        flags => (flags & DIRTY_SHUTDOWN != 0).into(),
    }
}

/// Says whether a connection that ends without the proper farewell is an end of file, and not an error. Anybody could end
/// it so. Use bufferevent_ssl_set_flags() instead.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_mbedtls_set_allow_dirty_shutdown(
    bev: *mut bufferevent,
    allow_dirty_shutdown: c_int,
) {
    // SAFETY: the pointer comes from the program, which vouches for it. Other bufferevents have no flags.
    unsafe {
        match allow_dirty_shutdown {
            0 => bufferevent_tls_clear_flags(bev, DIRTY_SHUTDOWN),
            _ => bufferevent_tls_set_flags(bev, DIRTY_SHUTDOWN),
        }
    };
}

/// Takes the oldest of the errors that the connection has failed with, as `(int)` one of Mbed TLS's; 0 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_get_mbedtls_error(bev: *mut bufferevent) -> c_ulong {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { bufferevent_tls_get_error(bev) }
}

/// Begins a new handshake, if the settings allow that. Returns -1 on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_mbedtls_renegotiate(bev: *mut bufferevent) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { bufferevent_tls_renegotiate(bev) }
}
