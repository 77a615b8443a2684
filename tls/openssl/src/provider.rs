//! OpenSSL as a provider of TLS. The TLS object is an `SSL`.

use std::cell::Cell;
use std::ffi::{c_int, c_ulong, c_void};

use crate::openssl::{
    Bio, ERR_LIB_SSL, ERR_clear_error, ERR_get_error, ERR_peek_error, SSL_CTRL_MODE,
    SSL_ERROR_NONE, SSL_ERROR_SSL, SSL_ERROR_SYSCALL, SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE,
    SSL_ERROR_ZERO_RETURN, SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER, SSL_MODE_ENABLE_PARTIAL_WRITE,
    SSL_R_UNEXPECTED_EOF_WHILE_READING, SSL_clear, SSL_ctrl, SSL_do_handshake, SSL_free,
    SSL_get_error, SSL_has_pending, SSL_in_before, SSL_is_server, SSL_read_ex, SSL_renegotiate,
    SSL_set_accept_state, SSL_set_bio, SSL_set_connect_state, SSL_set_read_ahead, SSL_shutdown,
    SSL_write_ex, ssl_st,
};
use crate::{bio, socket};
use event_tls_core::moving::{Moved, errno, set_errno};
use event_tls_core::{
    BROKEN, CLOSE_ON_FREE, CLOSED, DONE, FAILED, Provider, TRUNCATED, TlsResult, WANT_READ,
    WANT_WRITE, bufferevent,
};

/// For connections that begin with a handshake.
pub(crate) static PROVIDER: Provider = provider(set_fd);
/// For connections whose handshake is over.
pub(crate) static OPEN_PROVIDER: Provider = provider(set_fd_of_open);

const fn provider(set_fd: unsafe extern "C" fn(*mut c_void, c_int) -> c_int) -> Provider {
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
        cork: Some(cork),
        take_error,
        describe: Some(crate::context::describe),
        free,
    }
}

/// Sets what connections need that are made with these options (`BEV_OPT_*`).
///
/// # Safety
/// `ssl` is an SSL.
pub(crate) unsafe fn prepare(ssl: *mut ssl_st, options: c_int) {
    let mode = SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER;
    // SAFETY: the caller's promise.
    unsafe {
        SSL_ctrl(ssl, SSL_CTRL_MODE, mode, std::ptr::null_mut());
        if options & CLOSE_ON_FREE != 0 {
            // A record in one read instead of two. It may take what follows the end of TLS, too, which a program can
            // want only if the socket stays open.
            SSL_set_read_ahead(ssl, 1);
        }
    }
}

/// Has an SSL read from and write to a BIO, which it owns from then on. Fails for null.
///
/// # Safety
/// `ssl` is an SSL.
unsafe fn set_bio(ssl: *mut ssl_st, bio: *mut Bio) -> c_int {
    if bio.is_null() {
        return -1;
    }
    // SAFETY: the caller's promise. One reference is for both directions.
    unsafe { SSL_set_bio(ssl, bio, bio) };
    0
}

unsafe extern "C" fn set_fd(ssl: *mut c_void, fd: c_int) -> c_int {
    let ssl = ssl.cast::<ssl_st>();
    // SAFETY: the object is an SSL, here and below.
    unsafe {
        if let Some(socket) = socket::own(ssl) {
            socket.forget();
        }
        // The next connection begins anew.
        if SSL_in_before(ssl) == 0 {
            SSL_clear(ssl);
            match SSL_is_server(ssl) {
                0 => SSL_set_connect_state(ssl),
                _ => SSL_set_accept_state(ssl),
            }
        }
        set_fd_of_open(ssl.cast(), fd)
    }
}

unsafe extern "C" fn set_fd_of_open(ssl: *mut c_void, fd: c_int) -> c_int {
    let ssl = ssl.cast::<ssl_st>();
    // SAFETY: as above.
    unsafe {
        if fd >= 0 && bio::socket_of(ssl) == fd {
            // The program may have a BIO of its own for it.
            return 0;
        }
        if let Some(socket) = socket::own(ssl).filter(|socket| socket.unsent() > 0) {
            // The rest of it has to go to the next one.
            socket.set_fd(fd);
            return 0;
        }
        if fd >= 0 {
            return set_bio(ssl, socket::new(fd));
        }
        SSL_set_bio(ssl, std::ptr::null_mut(), std::ptr::null_mut());
    }
    0
}

unsafe extern "C" fn set_underlying(ssl: *mut c_void, below: *mut bufferevent) -> c_int {
    // SAFETY: as above.
    unsafe { set_bio(ssl.cast(), bio::of_bufferevent(below)) }
}

/// How many errors of a failure are kept.
const MAX_ERRORS: usize = 3;

thread_local! {
    /// What the last call has failed with, in the order in which programs get to see it; 0 for nothing.
    static ERRORS: Cell<[c_ulong; MAX_ERRORS]> = const { Cell::new([0; MAX_ERRORS]) };
}

/// Takes OpenSSL's errors out of its queue. As in the original, what SSL_get_error() says counts as the first of them,
/// and the last comes first.
fn note_errors(error: c_int) {
    let mut errors = [0; MAX_ERRORS];
    errors[0] = c_ulong::from(error.unsigned_abs());
    let mut n = 1;
    loop {
        // SAFETY: it may always be asked.
        match unsafe { ERR_get_error() } {
            0 => break,
            error if n < MAX_ERRORS => {
                errors[n] = error;
                n += 1;
            }
            _ => {}
        }
    }
    errors[..n].reverse();
    ERRORS.set(errors);
}

/// Makes a call that may fail, and says how it ended.
///
/// # Safety
/// `ssl` is an SSL.
unsafe fn ask(ssl: *mut c_void, call: impl FnOnce(*mut ssl_st) -> c_int) -> TlsResult {
    let ssl = ssl.cast::<ssl_st>();
    // SAFETY: the caller's promise. What others have left in the queue would be taken for this call's; it seldom has
    // something, and clearing takes four times as long as looking.
    unsafe {
        if ERR_peek_error() != 0 {
            ERR_clear_error();
        }
        let result = call(ssl);
        if result > 0 {
            return DONE;
        }
        let error = SSL_get_error(ssl, result);
        let how = match error {
            SSL_ERROR_NONE => return DONE,
            SSL_ERROR_WANT_READ => return WANT_READ,
            SSL_ERROR_WANT_WRITE => return WANT_WRITE,
            SSL_ERROR_ZERO_RETURN => return CLOSED,
            SSL_ERROR_SYSCALL if ERR_peek_error() == 0 && errno() == 0 => TRUNCATED,
            SSL_ERROR_SYSCALL if ERR_peek_error() == 0 => BROKEN,
            SSL_ERROR_SSL if is_unexpected_end(ERR_peek_error()) => TRUNCATED,
            _ => FAILED,
        };
        let errno = errno();
        note_errors(error);
        set_errno(errno);
        how
    }
}

/// Whether an error says that the connection has ended without a farewell.
fn is_unexpected_end(error: c_ulong) -> bool {
    let (library, reason) = ((error >> 23) & 0xff, error & 0x7f_ffff);
    library == ERR_LIB_SSL && reason == SSL_R_UNEXPECTED_EOF_WHILE_READING
}

unsafe extern "C" fn handshake(ssl: *mut c_void) -> TlsResult {
    // SAFETY: as above.
    unsafe { ask(ssl, |ssl| SSL_do_handshake(ssl)) }
}

unsafe extern "C" fn read(
    ssl: *mut c_void,
    data: *mut c_void,
    size: usize,
    done: *mut usize,
) -> TlsResult {
    // SAFETY: as above; the room is as large as it says.
    unsafe { ask(ssl, |ssl| SSL_read_ex(ssl, data, size, done)) }
}

unsafe extern "C" fn write(
    ssl: *mut c_void,
    data: *const c_void,
    size: usize,
    done: *mut usize,
) -> TlsResult {
    // SAFETY: as above; there are so many bytes.
    unsafe { ask(ssl, |ssl| SSL_write_ex(ssl, data, size, done)) }
}

unsafe extern "C" fn pending(ssl: *mut c_void) -> usize {
    // SAFETY: as above. Also what was read ahead.
    unsafe { SSL_has_pending(ssl.cast()) }
        .try_into()
        .unwrap_or(0)
}

unsafe extern "C" fn renegotiate(ssl: *mut c_void) -> c_int {
    // SAFETY: as above.
    match unsafe { SSL_renegotiate(ssl.cast()) } {
        1 => 0,
        _ => -1,
    }
}

unsafe extern "C" fn shutdown(ssl: *mut c_void) -> TlsResult {
    // SAFETY: as above. That the other side's farewell is yet to come is no failure.
    let how = unsafe {
        ask(ssl, |ssl| match SSL_shutdown(ssl) {
            0 => 1,
            result => result,
        })
    };
    // The next failure has errors of its own.
    ERRORS.set([0; MAX_ERRORS]);
    how
}

unsafe extern "C" fn cork(ssl: *mut c_void, on: c_int) -> TlsResult {
    // SAFETY: as above.
    let Some(socket) = (unsafe { socket::own(ssl.cast()) }) else {
        return FAILED;
    };
    if on != 0 {
        return match socket.cork() {
            true => DONE,
            false => FAILED,
        };
    }
    match socket.uncork() {
        Moved::Bytes(_) => DONE,
        Moved::NotNow => WANT_WRITE,
        Moved::Failed => {
            note_errors(SSL_ERROR_SYSCALL);
            BROKEN
        }
    }
}

unsafe extern "C" fn take_error(_ssl: *mut c_void) -> c_ulong {
    let mut errors = ERRORS.get();
    let first = errors[0];
    errors.rotate_left(1);
    errors[MAX_ERRORS - 1] = 0;
    ERRORS.set(errors);
    first
}

unsafe extern "C" fn free(ssl: *mut c_void) {
    // SAFETY: the object is not used again.
    unsafe { SSL_free(ssl.cast()) };
}
