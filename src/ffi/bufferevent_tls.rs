//! TLS for bufferevents, from any TLS library.
//!
//! A provider is a table of functions over one connection's TLS object. The library calls them when
//! the socket, or the bufferevent below, is ready, and does the rest: events, buffers, timeouts,
//! limits, locks. event2/bufferevent_ssl.h has the providers that come with the library.
//!
//! The functions of a provider never wait: they return BEV_TLS_WANT_READ or BEV_TLS_WANT_WRITE, and are
//! called again, with the same arguments, when that can be done. They are called by one thread at a time.

use std::ffi::{CStr, c_char, c_int, c_ulong, c_void};
use std::ptr;

use super::bufferevent::{bev, bufferevent, pointer};
use super::bufferevent_ssl::bufferevent_ssl_state;
use super::util::{ev_uint64_t, evutil_socket_t};
use super::{enum_bufferevent_ssl_state, enum_bufferevent_tls_result, status};
use crate::base::{Base, event_base};
use crate::bufferevent::tls::{Ended, Flags, Session, Start};
use crate::bufferevent::{Bev, Failed, Options};
use crate::rt::thread;

/// How a function of a provider ended.
#[repr(C)]
pub enum bufferevent_tls_result {
    /// It is done.
    BEV_TLS_DONE = 0,
    /// It has to wait for data from the other side.
    BEV_TLS_WANT_READ = 1,
    /// It has to wait until data can be sent.
    BEV_TLS_WANT_WRITE = 2,
    /// The other side has ended the connection with a farewell.
    BEV_TLS_CLOSED = 3,
    /// The connection has ended without a farewell.
    BEV_TLS_TRUNCATED = 4,
    /// It has failed: take_error() says why.
    BEV_TLS_FAILED = 5,
    /// The socket has failed: errno says why. What the other side has sent before may still be read.
    BEV_TLS_BROKEN = 6,
}

/// The functions of a TLS library. `tls` is the TLS object of a connection. Those that are said to be
/// optional may be NULL.
#[repr(C)]
pub struct bufferevent_tls_provider {
    /// sizeof(struct bufferevent_tls_provider).
    pub size: usize,
    /// Has TLS read from and write to a socket; a negative one is none. A connection that was made with a handshake
    /// begins anew. Returns 0, or -1. Optional, if there are no bufferevents on sockets.
    pub set_fd: Option<unsafe extern "C" fn(tls: *mut c_void, fd: evutil_socket_t) -> c_int>,
    /// Has TLS read from the input and write to the output of a bufferevent. Returns 0, or -1. Optional,
    /// if there are none on others.
    pub set_underlying:
        Option<unsafe extern "C" fn(tls: *mut c_void, underlying: *mut bufferevent) -> c_int>,
    /// Goes on with the handshake.
    pub handshake: Option<unsafe extern "C" fn(tls: *mut c_void) -> enum_bufferevent_tls_result>,
    /// Reads up to `size` bytes, and stores how many. BEV_TLS_DONE if that is at least one.
    pub read: Option<
        unsafe extern "C" fn(
            tls: *mut c_void,
            data: *mut c_void,
            size: usize,
            done: *mut usize,
        ) -> enum_bufferevent_tls_result,
    >,
    /// Writes up to `size` bytes, and stores how many. BEV_TLS_DONE if that is at least one. After
    /// BEV_TLS_WANT_READ or _WRITE the same bytes come again, maybe from another address.
    pub write: Option<
        unsafe extern "C" fn(
            tls: *mut c_void,
            data: *const c_void,
            size: usize,
            done: *mut usize,
        ) -> enum_bufferevent_tls_result,
    >,
    /// How many bytes can be read without new data from the other side; more than 0 also for what read()
    /// would make of data that it holds otherwise, such as a farewell. Optional: without it, read() is
    /// called until it says BEV_TLS_WANT_READ.
    pub pending: Option<unsafe extern "C" fn(tls: *mut c_void) -> usize>,
    /// Makes the next handshake() begin a new one. Returns 0, or -1. Optional.
    pub renegotiate: Option<unsafe extern "C" fn(tls: *mut c_void) -> c_int>,
    /// Sends the farewell. Optional.
    pub shutdown: Option<unsafe extern "C" fn(tls: *mut c_void) -> enum_bufferevent_tls_result>,
    /// With `on`, write() may keep back what there is to send, 64 KB or so at a time, until this is called without it, and
    /// sends all. BEV_TLS_FAILED if it cannot keep anything back. Optional.
    pub cork:
        Option<unsafe extern "C" fn(tls: *mut c_void, on: c_int) -> enum_bufferevent_tls_result>,
    /// Takes the oldest error of the last failure; 0 if there is none. Optional.
    pub take_error: Option<unsafe extern "C" fn(tls: *mut c_void) -> c_ulong>,
    /// Writes the text for an error of take_error() to `buf`, as far as it fits into `size` bytes with a NUL behind it, and
    /// gives the length of the whole. Optional.
    pub describe: Option<
        unsafe extern "C" fn(
            tls: *mut c_void,
            error: c_ulong,
            buf: *mut c_char,
            size: usize,
        ) -> usize,
    >,
    /// Frees the TLS object, with BEV_OPT_CLOSE_ON_FREE. Optional.
    pub free: Option<unsafe extern "C" fn(tls: *mut c_void)>,
}

fn start(state: enum_bufferevent_ssl_state) -> Result<Start, Failed> {
    const OPEN: c_int = bufferevent_ssl_state::BUFFEREVENT_SSL_OPEN as c_int;
    const CONNECTING: c_int = bufferevent_ssl_state::BUFFEREVENT_SSL_CONNECTING as c_int;
    const ACCEPTING: c_int = bufferevent_ssl_state::BUFFEREVENT_SSL_ACCEPTING as c_int;
    match state as c_int {
        OPEN => Ok(Start::Open),
        CONNECTING => Ok(Start::Connecting),
        ACCEPTING => Ok(Start::Accepting),
        _ => Err(Failed),
    }
}

/// As in the original, a program without locks gets no lock, and not a refusal.
fn told(options: c_int) -> Options {
    match Options::told(options) {
        options if thread::locking_enabled() => options,
        options => options - Options::THREADSAFE,
    }
}

/// Makes a bufferevent that speaks TLS on a socket, or, if `fd` is negative, on one to come:
/// bufferevent_socket_connect() connects it. The event callback is called with BEV_EVENT_CONNECTED after
/// the handshake. With BEV_OPT_CLOSE_ON_FREE, socket and TLS object are freed with it. The provider has
/// to stay. NULL on failure; socket and TLS object are then still the caller's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_tls_socket_new(
    base: *mut event_base,
    fd: evutil_socket_t,
    provider: *const bufferevent_tls_provider,
    tls: *mut c_void,
    state: enum_bufferevent_ssl_state,
    options: c_int,
) -> *mut bufferevent {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (base, session) = unsafe { (Base::from_ptr(base), Session::new(provider, tls)) };
    let options = told(options);
    pointer(session.and_then(|session| {
        Bev::new_tls_socket(base.ok_or(Failed)?, fd, session, start(state)?, options)
    }))
}

/// Makes a bufferevent that speaks TLS on top of another one, which it takes over. With
/// BEV_OPT_CLOSE_ON_FREE, that one and the TLS object are freed with it. The rest is as for
/// bufferevent_tls_socket_new().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_tls_filter_new(
    underlying: *mut bufferevent,
    provider: *const bufferevent_tls_provider,
    tls: *mut c_void,
    state: enum_bufferevent_ssl_state,
    options: c_int,
) -> *mut bufferevent {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (below, session) = unsafe { (bev(underlying), Session::new(provider, tls)) };
    let options = told(options);
    pointer(
        session.and_then(|session| Bev::new_tls_filter(below?, session, start(state)?, options)),
    )
}

/// The TLS object of a bufferevent that `provider` serves; NULL for any other.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_tls_get_object(
    bev: *mut bufferevent,
    provider: *const bufferevent_tls_provider,
) -> *mut c_void {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let session = unsafe { self::bev(bev) }.ok().and_then(Bev::tls_session);
    session.map_or(ptr::null_mut(), |session| session.object_of(provider))
}

/// Takes the oldest error of the connection's last failure; 0 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_tls_get_error(bev: *mut bufferevent) -> c_ulong {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { self::bev(bev) }.map_or(0, Bev::take_tls_error)
}

/// Writes why the connection has ended to `buf`, as far as it fits into `size` bytes with a NUL behind it; for people to
/// read. Returns the length of the whole; -1 if it has not ended, or it is another bufferevent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_tls_get_reason(
    bev: *mut bufferevent,
    buf: *mut c_char,
    size: usize,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let said = unsafe {
        let write = |text: &CStr| libc::snprintf(buf, size, c"%s".as_ptr(), text.as_ptr());
        let tell = |end| match end {
            Ended::Closed => write(c"the other side has closed the connection"),
            Ended::Truncated => write(c"the connection has ended without a farewell"),
            Ended::Broken(errno) => write(CStr::from_ptr(libc::strerror(errno))),
            Ended::Failed(session, error) => match session.describe(error, buf, size) {
                Some(len) => c_int::try_from(len).unwrap_or(c_int::MAX),
                None => libc::snprintf(buf, size, c"TLS error %lu".as_ptr(), error),
            },
        };
        self::bev(bev).and_then(|bev| bev.tell_tls_end(tell))
    };
    said.unwrap_or(-1)
}

/// Begins a new handshake, after which the event callback is called as after the first. Returns -1 if the
/// provider cannot, or there is no connection.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_tls_renegotiate(bev: *mut bufferevent) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    status(unsafe { self::bev(bev) }.and_then(Bev::renegotiate_tls))
}

/// The flags of a bufferevent with TLS: BUFFEREVENT_SSL_ values; EV_UINT64_MAX for any other.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_tls_get_flags(bev: *mut bufferevent) -> ev_uint64_t {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { self::bev(bev) }
        .and_then(|bev| bev.change_tls_flags(|flags| flags))
        .map_or(ev_uint64_t::MAX, |old| old.bits())
}

/// Sets flags, and leaves the others as they are. Returns those there were; EV_UINT64_MAX on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_tls_set_flags(
    bev: *mut bufferevent,
    flags: ev_uint64_t,
) -> ev_uint64_t {
    let more = Flags::from_bits(flags);
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { self::bev(bev) }
        .and_then(|bev| {
            let more = more.ok_or(Failed)?;
            bev.change_tls_flags(|flags| flags | more)
        })
        .map_or(ev_uint64_t::MAX, |old| old.bits())
}

/// Clears flags, and leaves the others as they are. Returns those there were; EV_UINT64_MAX on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_tls_clear_flags(
    bev: *mut bufferevent,
    flags: ev_uint64_t,
) -> ev_uint64_t {
    let fewer = Flags::from_bits(flags);
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { self::bev(bev) }
        .and_then(|bev| {
            let fewer = fewer.ok_or(Failed)?;
            bev.change_tls_flags(|flags| flags - fewer)
        })
        .map_or(ev_uint64_t::MAX, |old| old.bits())
}
