//! With any of the TLS libraries: link with -levent_openssl, -levent_mbedtls or -levent_rustls. Each of them has these
//! functions, so the program says the same whichever it is.
//!
//! Clients verify who the server is, and go on with earlier sessions. The socket, or the bufferevent below, is always
//! closed with the bufferevent.

use std::ffi::{CStr, c_char, c_int, c_ulong, c_void};
use std::ptr::{self, NonNull};

use event_tls_core::library::{Failed, Library, Protocols, Text, place, room};
use event_tls_core::{
    ACCEPTING, CLOSE_ON_FREE, CONNECTING, bufferevent, bufferevent_lock,
    bufferevent_tls_filter_new, bufferevent_tls_get_object, bufferevent_tls_socket_new,
    bufferevent_unlock, event_base, evutil_socket_t,
};

use crate::Backend;

/// The settings of clients, or of a server. One thread sets it up; then any may use it.
pub struct bufferevent_tls_context {
    settings: <Backend as Library>::Context,
    is_server: bool,
}

/// # Safety
/// `text` is null or a string that stays as long as what is given.
unsafe fn string<'a>(text: *const c_char) -> Result<&'a CStr, Failed> {
    if text.is_null() {
        return Err(Failed);
    }
    // SAFETY: the caller's promise.
    Ok(unsafe { CStr::from_ptr(text) })
}

fn made(
    settings: Result<<Backend as Library>::Context, Failed>,
    is_server: bool,
) -> *mut bufferevent_tls_context {
    settings
        .and_then(|settings| {
            place(bufferevent_tls_context {
                settings,
                is_server,
            })
        })
        .map_or(ptr::null_mut(), Box::into_raw)
}

/// What a new connection is to be.
#[derive(Clone, Copy)]
enum Side {
    /// To this host.
    Client(*const c_char),
    Server,
}

impl Side {
    /// # Safety
    /// The pointers come from the program, which vouches for them, here and below.
    unsafe fn object(
        self,
        context: *const bufferevent_tls_context,
    ) -> Result<NonNull<c_void>, Failed> {
        // SAFETY: the caller's promise.
        let context = unsafe { context.as_ref() }.ok_or(Failed)?;
        match self {
            Side::Client(host) if !context.is_server => {
                // SAFETY: as above.
                let host = unsafe { string(host) }?;
                match host.is_empty() {
                    true => Err(Failed),
                    false => Backend::connect(&context.settings, host),
                }
            }
            Side::Server if context.is_server => Backend::accept(&context.settings),
            _ => Err(Failed),
        }
    }

    fn state(self) -> c_int {
        match self {
            Side::Client(_) => CONNECTING,
            Side::Server => ACCEPTING,
        }
    }

    /// Has a bufferevent made with a TLS object, which it owns.
    ///
    /// # Safety
    /// As above.
    unsafe fn make(
        self,
        context: *const bufferevent_tls_context,
        make: impl FnOnce(*mut c_void) -> *mut bufferevent,
    ) -> *mut bufferevent {
        // SAFETY: as above; the object is new.
        unsafe {
            let Ok(object) = self.object(context) else {
                return ptr::null_mut();
            };
            let bev = make(object.as_ptr());
            if bev.is_null() {
                Backend::free(object.as_ptr());
            }
            bev
        }
    }

    /// # Safety
    /// As above.
    unsafe fn on_socket(
        self,
        base: *mut event_base,
        fd: evutil_socket_t,
        context: *const bufferevent_tls_context,
        options: c_int,
    ) -> *mut bufferevent {
        let (options, provider) = (options | CLOSE_ON_FREE, Backend::PROVIDER);
        // SAFETY: as above.
        unsafe {
            self.make(context, |object| {
                bufferevent_tls_socket_new(base, fd, provider, object, self.state(), options)
            })
        }
    }

    /// # Safety
    /// As above.
    unsafe fn on_top(
        self,
        underlying: *mut bufferevent,
        context: *const bufferevent_tls_context,
        options: c_int,
    ) -> *mut bufferevent {
        let (options, provider) = (options | CLOSE_ON_FREE, Backend::PROVIDER);
        // SAFETY: as above.
        unsafe {
            self.make(context, |object| {
                bufferevent_tls_filter_new(underlying, provider, object, self.state(), options)
            })
        }
    }
}

/// Makes settings for clients. They verify that the server is who it says, and trust whom the system trusts. NULL on
/// failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_tls_context_new_client() -> *mut bufferevent_tls_context {
    made(Backend::client(), false)
}

/// Makes settings for a server from two files in the PEM format: its certificate, with those that lead to the root behind
/// it, and its key. NULL on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_tls_context_new_server(
    chain_file: *const c_char,
    key_file: *const c_char,
) -> *mut bufferevent_tls_context {
    // SAFETY: the pointers come from the program, which vouches for them.
    let files = unsafe { string(chain_file).and_then(|chain| Ok((chain, string(key_file)?))) };
    made(
        files.and_then(|(chain, key)| Backend::server(chain, key)),
        true,
    )
}

/// Frees settings. Connections that were made with them go on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_tls_context_free(context: *mut bufferevent_tls_context) {
    if !context.is_null() {
        // SAFETY: the pointer comes from the program, which gives it up.
        drop(unsafe { Box::from_raw(context) });
    }
}

/// Has clients trust the certificates in a file in the PEM format, and nobody else; for example a company's own, or
/// one that signs itself. Returns -1 on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_tls_context_trust_file(
    context: *mut bufferevent_tls_context,
    file: *const c_char,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    status(unsafe {
        string(file).and_then(|file| match context.as_mut() {
            Some(context) if !context.is_server => Backend::trust(&mut context.settings, file),
            _ => Err(Failed),
        })
    })
}

/// Sets the application protocols (ALPN, RFC 7301), the best first and with commas between them: "h2,http/1.1". A server
/// takes the first of its own that the client has too; if the client has some, but none of these, the connection fails.
/// Returns -1 on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_tls_context_set_alpn(
    context: *mut bufferevent_tls_context,
    protocols: *const c_char,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    status(unsafe {
        string(protocols).and_then(|names| {
            let context = context.as_mut().ok_or(Failed)?;
            Backend::set_alpn(&mut context.settings, Protocols::new(names)?)
        })
    })
}

/// Makes a client on a socket that is connected, or, if `fd` is negative, on one to come:
/// bufferevent_socket_connect_hostname() connects it. The server is told `host` (SNI), and its certificate has to be for
/// that, which is a name or an IP address; if it is not, or nobody that is trusted says so, the event callback is called
/// with BEV_EVENT_ERROR, and bufferevent_tls_get_reason() tells why. Else it is called with BEV_EVENT_CONNECTED. If there
/// was a session with that host before, it goes on, which saves work and time. NULL on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_tls_client_new(
    base: *mut event_base,
    fd: evutil_socket_t,
    context: *mut bufferevent_tls_context,
    host: *const c_char,
    options: c_int,
) -> *mut bufferevent {
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe { Side::Client(host).on_socket(base, fd, context, options) }
}

/// As bufferevent_tls_client_new(), on top of another bufferevent, which is taken over: behind a proxy, or where a
/// connection begins without TLS.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_tls_client_filter_new(
    underlying: *mut bufferevent,
    context: *mut bufferevent_tls_context,
    host: *const c_char,
    options: c_int,
) -> *mut bufferevent {
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe { Side::Client(host).on_top(underlying, context, options) }
}

/// Makes the server's side of a connection on a socket. The event callback is called with BEV_EVENT_CONNECTED after the
/// handshake. NULL on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_tls_server_new(
    base: *mut event_base,
    fd: evutil_socket_t,
    context: *mut bufferevent_tls_context,
    options: c_int,
) -> *mut bufferevent {
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe { Side::Server.on_socket(base, fd, context, options) }
}

/// As bufferevent_tls_server_new(), on top of another bufferevent, which is taken over.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_tls_server_filter_new(
    underlying: *mut bufferevent,
    context: *mut bufferevent_tls_context,
    options: c_int,
) -> *mut bufferevent {
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe { Side::Server.on_top(underlying, context, options) }
}

/// Asks the TLS object of a bufferevent, which no other thread uses meanwhile; -1 for other bufferevents.
///
/// # Safety
/// The pointer comes from the program, which vouches for it.
unsafe fn ask(bev: *mut bufferevent, question: impl FnOnce(*mut c_void) -> c_int) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        match bufferevent_tls_get_object(bev, Backend::PROVIDER) {
            object if object.is_null() => -1,
            object => {
                bufferevent_lock(bev);
                let answer = question(object);
                bufferevent_unlock(bev);
                answer
            }
        }
    }
}

/// Writes the application protocol that was agreed on to `buf`, as far as it fits into `size` bytes with a NUL behind it.
/// Returns its length; 0 if there is none, -1 for other bufferevents.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_tls_get_alpn(
    bev: *mut bufferevent,
    buf: *mut c_char,
    size: usize,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them; the object is of this library.
    unsafe {
        ask(bev, |object| {
            let mut text = Text::new(room(buf.cast(), size));
            text.add(Backend::alpn(object).unwrap_or_default());
            text.end() as c_int
        })
    }
}

/// Whether the connection goes on with an earlier session; -1 for other bufferevents.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_tls_is_resumed(bev: *mut bufferevent) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it; the object is of this library.
    unsafe { ask(bev, |object| Backend::is_resumed(object).into()) }
}

fn status(result: Result<(), Failed>) -> c_int {
    match result {
        Ok(()) => 0,
        Err(Failed) => -1,
    }
}

/// `describe` of the provider.
///
/// # Safety
/// `tls` is a TLS object, and there is so much room.
pub(crate) unsafe extern "C" fn describe(
    tls: *mut c_void,
    error: c_ulong,
    buf: *mut c_char,
    size: usize,
) -> usize {
    // SAFETY: the caller's promise.
    unsafe {
        let mut text = Text::new(room(buf.cast(), size));
        // Fails only if somebody else's formatting does; then it is shorter.
        let _ = Backend::describe(tls, error, &mut text);
        text.end()
    }
}
