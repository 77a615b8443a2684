//! With OpenSSL: link with -levent_openssl, -lssl and -lcrypto.

use std::ffi::{c_int, c_ulong};
use std::ptr;

use crate::bio;
use crate::openssl::{SSL_free, SSL_set_accept_state, SSL_set_connect_state, ssl_st};
use crate::provider::{OPEN_PROVIDER, PROVIDER, prepare};
use event_tls_core::{
    ACCEPTING, CLOSE_ON_FREE, CONNECTING, DIRTY_SHUTDOWN, OPEN, Provider, bufferevent,
    bufferevent_tls_clear_flags, bufferevent_tls_filter_new, bufferevent_tls_get_error,
    bufferevent_tls_get_flags, bufferevent_tls_get_object, bufferevent_tls_renegotiate,
    bufferevent_tls_set_flags, bufferevent_tls_socket_new, enum_bufferevent_ssl_state, event_base,
    evutil_socket_t,
};

/// Makes a bufferevent with an SSL. If that fails, the SSL is freed where the bufferevent would have freed it.
///
/// # Safety
/// `ssl` is null or an SSL.
unsafe fn make(
    ssl: *mut ssl_st,
    state: c_int,
    options: c_int,
    make: impl FnOnce(&'static Provider) -> *mut bufferevent,
) -> *mut bufferevent {
    if ssl.is_null() {
        return ptr::null_mut();
    }
    // SAFETY: it is an SSL.
    unsafe {
        let provider = match state {
            OPEN => Some(&OPEN_PROVIDER),
            CONNECTING => {
                SSL_set_connect_state(ssl);
                Some(&PROVIDER)
            }
            ACCEPTING => {
                SSL_set_accept_state(ssl);
                Some(&PROVIDER)
            }
            _ => None,
        };
        prepare(ssl, options);
        let made = provider.map_or(ptr::null_mut(), make);
        if made.is_null() && options & CLOSE_ON_FREE != 0 {
            SSL_free(ssl);
        }
        made
    }
}

/// Makes a bufferevent that speaks TLS on top of another one, which it takes over, through an SSL. With
/// BEV_OPT_CLOSE_ON_FREE, both are freed with it. NULL on failure; then the SSL is freed too, with that option.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_openssl_filter_new(
    base: *mut event_base,
    underlying: *mut bufferevent,
    ssl: *mut ssl_st,
    state: enum_bufferevent_ssl_state,
    options: c_int,
) -> *mut bufferevent {
    // It is that of the other one.
    let _ = base;
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe {
        make(ssl, state, options, |provider| {
            bufferevent_tls_filter_new(underlying, provider, ssl.cast(), state, options)
        })
    }
}

/// Makes a bufferevent that speaks TLS on a socket through an SSL. If `fd` is negative, it is the SSL's, or one to come:
/// bufferevent_socket_connect() connects it. The event callback is called with BEV_EVENT_CONNECTED after the handshake.
/// With BEV_OPT_CLOSE_ON_FREE, socket and SSL are freed with it. NULL on failure; then the SSL is freed
/// too, with that option.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_openssl_socket_new(
    base: *mut event_base,
    fd: evutil_socket_t,
    ssl: *mut ssl_st,
    state: enum_bufferevent_ssl_state,
    options: c_int,
) -> *mut bufferevent {
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe {
        make(ssl, state, options, |provider| {
            let own = bio::socket_of(ssl);
            if own >= 0 && fd >= 0 && own != fd {
                return ptr::null_mut();
            }
            bufferevent_tls_socket_new(base, own.max(fd), provider, ssl.cast(), state, options)
        })
    }
}

/// The SSL of a bufferevent; NULL if it has none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_openssl_get_ssl(bufev: *mut bufferevent) -> *mut ssl_st {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe {
        let of = |provider| bufferevent_tls_get_object(bufev, provider);
        match of(&PROVIDER) {
            ssl if ssl.is_null() => of(&OPEN_PROVIDER).cast(),
            ssl => ssl.cast(),
        }
    }
}

/// Whether a connection that ends without the proper farewell is an end of file, and not an error; -1 for other
/// bufferevents. Use bufferevent_ssl_get_flags() instead.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_openssl_get_allow_dirty_shutdown(
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
pub unsafe extern "C" fn bufferevent_openssl_set_allow_dirty_shutdown(
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

/// Takes the oldest of OpenSSL's errors that the connection has failed with; 0 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_get_openssl_error(bev: *mut bufferevent) -> c_ulong {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { bufferevent_tls_get_error(bev) }
}

/// Begins a new handshake, which TLS 1.3 does not have. Returns -1 on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_ssl_renegotiate(bev: *mut bufferevent) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { bufferevent_tls_renegotiate(bev) }
}
