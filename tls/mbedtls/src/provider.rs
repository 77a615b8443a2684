//! Mbed TLS as a provider of TLS. The TLS object is a `mbedtls_ssl_context`.

use std::cell::Cell;
use std::ffi::{c_int, c_long, c_uchar, c_ulong, c_void};
use std::ptr;

use event_tls_core::moving::{self, Moved};
use event_tls_core::{
    BROKEN, CLOSED, DONE, FAILED, Provider, TRUNCATED, TlsResult, WANT_READ, WANT_WRITE,
    bufferevent,
};

use crate::context::describe;
use crate::mbedtls::{
    ERR_NET_RECV_FAILED, ERR_NET_SEND_FAILED, ERR_SSL_CONN_EOF, ERR_SSL_PEER_CLOSE_NOTIFY,
    ERR_SSL_RECEIVED_NEW_SESSION_TICKET, ERR_SSL_WANT_READ, ERR_SSL_WANT_WRITE, Receive, Send,
    libevent_mbedtls_context_free, mbedtls_ssl_check_pending, mbedtls_ssl_close_notify,
    mbedtls_ssl_context, mbedtls_ssl_handshake, mbedtls_ssl_read, mbedtls_ssl_renegotiate,
    mbedtls_ssl_session_reset, mbedtls_ssl_set_bio, mbedtls_ssl_write,
};

/// For connections that begin with a handshake.
pub(crate) static PROVIDER: Provider = provider(set_fd);
/// For connections whose handshake is over.
pub(crate) static OPEN_PROVIDER: Provider = provider(set_fd_of_open);

pub(crate) const fn provider(
    set_fd: unsafe extern "C" fn(*mut c_void, c_int) -> c_int,
) -> Provider {
    Provider {
        size: size_of::<Provider>(),
        set_fd,
        set_underlying,
        handshake,
        read,
        write,
        pending,
        renegotiate,
        shutdown,
        cork: None,
        take_error,
        describe: Some(describe),
        free,
    }
}

thread_local! {
    /// What the last call has failed with; 0 for nothing.
    static ERROR: Cell<c_int> = const { Cell::new(0) };
}

/// Says how a call has ended.
fn outcome(result: c_int) -> TlsResult {
    match result {
        0.. => return DONE,
        ERR_SSL_WANT_READ | ERR_SSL_RECEIVED_NEW_SESSION_TICKET => return WANT_READ,
        ERR_SSL_WANT_WRITE => return WANT_WRITE,
        ERR_SSL_PEER_CLOSE_NOTIFY => return CLOSED,
        _ => {}
    }
    ERROR.set(result);
    match result {
        ERR_SSL_CONN_EOF => TRUNCATED,
        ERR_NET_RECV_FAILED | ERR_NET_SEND_FAILED => BROKEN,
        _ => FAILED,
    }
}

/// Has a context read from and write to something.
///
/// # Safety
/// `ssl` is a context, and the functions take the argument.
unsafe fn set_bio(ssl: *mut c_void, arg: *mut c_void, send: Send, receive: Receive) {
    // SAFETY: the caller's promise.
    unsafe { mbedtls_ssl_set_bio(ssl.cast(), arg, Some(send), Some(receive), None) };
}

pub(crate) unsafe extern "C" fn set_fd(ssl: *mut c_void, fd: c_int) -> c_int {
    // SAFETY: the object is a context, here and below. The next connection begins anew.
    match unsafe { mbedtls_ssl_session_reset(ssl.cast()) } {
        // SAFETY: as above.
        0 => unsafe { set_fd_of_open(ssl, fd) },
        _ => -1,
    }
}

unsafe extern "C" fn set_fd_of_open(ssl: *mut c_void, fd: c_int) -> c_int {
    let arg = ptr::without_provenance_mut(fd as usize);
    // SAFETY: as above; the functions take an fd.
    unsafe { set_bio(ssl, arg, socket_send, socket_receive) };
    0
}

pub(crate) unsafe extern "C" fn set_underlying(ssl: *mut c_void, below: *mut bufferevent) -> c_int {
    // SAFETY: as above; the functions take a bufferevent.
    unsafe { set_bio(ssl, below.cast(), bufferevent_send, bufferevent_receive) };
    0
}

/// Tells Mbed TLS what came of moving bytes.
fn tell(moved: Moved, not_now: c_int, failed: c_int) -> c_int {
    match moved {
        Moved::Bytes(n) => c_int::try_from(n).unwrap_or(c_int::MAX),
        Moved::NotNow => not_now,
        Moved::Failed => failed,
    }
}

unsafe extern "C" fn socket_send(fd: *mut c_void, from: *const c_uchar, len: usize) -> c_int {
    // SAFETY: Mbed TLS gives so many bytes.
    let moved = unsafe { moving::send(fd.addr() as c_int, from.cast(), len) };
    tell(moved, ERR_SSL_WANT_WRITE, ERR_NET_SEND_FAILED)
}

unsafe extern "C" fn socket_receive(fd: *mut c_void, to: *mut c_uchar, len: usize) -> c_int {
    // SAFETY: Mbed TLS gives so much room.
    let moved = unsafe { moving::receive(fd.addr() as c_int, to.cast(), len) };
    tell(moved, ERR_SSL_WANT_READ, ERR_NET_RECV_FAILED)
}

unsafe extern "C" fn bufferevent_send(
    below: *mut c_void,
    from: *const c_uchar,
    len: usize,
) -> c_int {
    // SAFETY: the bufferevent outlives TLS on top of it; Mbed TLS gives so many bytes.
    let moved = unsafe { moving::give(below.cast(), from.cast(), len) };
    tell(moved, ERR_SSL_WANT_WRITE, ERR_NET_SEND_FAILED)
}

unsafe extern "C" fn bufferevent_receive(
    below: *mut c_void,
    to: *mut c_uchar,
    len: usize,
) -> c_int {
    // SAFETY: as above; Mbed TLS gives so much room.
    let moved = unsafe { moving::take(below.cast(), to.cast(), len) };
    tell(moved, ERR_SSL_WANT_READ, ERR_NET_RECV_FAILED)
}

pub(crate) unsafe extern "C" fn handshake(ssl: *mut c_void) -> TlsResult {
    // SAFETY: as above.
    outcome(unsafe { mbedtls_ssl_handshake(ssl.cast()) })
}

unsafe extern "C" fn read(
    ssl: *mut c_void,
    data: *mut c_void,
    size: usize,
    done: *mut usize,
) -> TlsResult {
    // SAFETY: as above; the room is as large as it says.
    unsafe {
        match mbedtls_ssl_read(ssl.cast(), data.cast(), size) {
            // The end of what is below.
            0 => outcome(ERR_SSL_CONN_EOF),
            result => transferred(result, done),
        }
    }
}

unsafe extern "C" fn write(
    ssl: *mut c_void,
    data: *const c_void,
    size: usize,
    done: *mut usize,
) -> TlsResult {
    // SAFETY: as above; there are so many bytes.
    unsafe { transferred(mbedtls_ssl_write(ssl.cast(), data.cast(), size), done) }
}

/// # Safety
/// `done` is writable.
unsafe fn transferred(result: c_int, done: *mut usize) -> TlsResult {
    if let Ok(n) = usize::try_from(result) {
        // SAFETY: the caller's promise.
        unsafe { done.write(n) };
    }
    outcome(result)
}

unsafe extern "C" fn pending(ssl: *mut c_void) -> usize {
    // SAFETY: as above.
    unsafe { mbedtls_ssl_check_pending(ssl.cast()) }
        .try_into()
        .unwrap_or(0)
}

unsafe extern "C" fn renegotiate(ssl: *mut c_void) -> c_int {
    // SAFETY: as above. The handshake goes on when that is called again.
    match outcome(unsafe { mbedtls_ssl_renegotiate(ssl.cast()) }) {
        DONE | WANT_READ | WANT_WRITE => 0,
        _ => {
            // That is no failure of the connection: the next has an error of its own.
            ERROR.set(0);
            -1
        }
    }
}

unsafe extern "C" fn shutdown(ssl: *mut c_void) -> TlsResult {
    // SAFETY: as above.
    let how = outcome(unsafe { mbedtls_ssl_close_notify(ssl.cast()) });
    // The next failure has an error of its own.
    ERROR.set(0);
    how
}

/// As `(int)` it is Mbed TLS's number again, which is negative.
unsafe extern "C" fn take_error(_ssl: *mut c_void) -> c_ulong {
    c_long::from(ERROR.take()).cast_unsigned()
}

pub(crate) unsafe extern "C" fn free(ssl: *mut c_void) {
    // SAFETY: the object came from `bufferevent_mbedtls_dyncontext_new`, and is not used again.
    unsafe { libevent_mbedtls_context_free(ssl.cast::<mbedtls_ssl_context>()) };
}
