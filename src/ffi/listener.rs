//! Listeners: accept connections on a socket and call back for each.
//!
//! A callback may do anything with its listener, and free it. With LEV_OPT_THREADSAFE, and locks
//! set up (event2/thread.h), other threads may as well.
//!
//! Functions that return int give 0 on success and -1 on failure, unless they say otherwise.

use std::ffi::{c_int, c_uint, c_void};
use std::ptr;

use libc::sockaddr;

use super::status;
use super::util::{EVUTIL_INVALID_SOCKET, evutil_socket_t};
use crate::base::{Base, Failed, event_base};
use crate::listener::{Listener, Options, Setup, evconnlistener};

/// Leave the accepted sockets blocking; otherwise they are nonblocking.
pub const LEV_OPT_LEAVE_SOCKETS_BLOCKING: c_uint = 0x001u32;
/// Freeing the listener closes its socket.
pub const LEV_OPT_CLOSE_ON_FREE: c_uint = 0x002u32;
/// The sockets close themselves when the process executes another program.
pub const LEV_OPT_CLOSE_ON_EXEC: c_uint = 0x004u32;
/// Listen at once, though connections of an earlier listener linger.
pub const LEV_OPT_REUSEABLE: c_uint = 0x008u32;
/// Use a lock, so that several threads can use the listener.
pub const LEV_OPT_THREADSAFE: c_uint = 0x010u32;
/// Accept nothing before evconnlistener_enable().
pub const LEV_OPT_DISABLED: c_uint = 0x020u32;
/// Accept a connection only when its first data has come, if the system can.
pub const LEV_OPT_DEFERRED_ACCEPT: c_uint = 0x040u32;
/// Share address and port with other sockets that do the same.
pub const LEV_OPT_REUSEABLE_PORT: c_uint = 0x080u32;
/// On IPv6, do not accept IPv4.
pub const LEV_OPT_BIND_IPV6ONLY: c_uint = 0x100u32;
/// On IPv6, accept IPv4 as well.
pub const LEV_OPT_BIND_IPV4_AND_IPV6: c_uint = 0x200u32;

/// Called for a new connection, with its socket, which is the program's now, and the address of
/// the other side, which is valid during the call only.
pub type evconnlistener_cb = Option<
    unsafe extern "C" fn(
        listener: *mut evconnlistener,
        fd: evutil_socket_t,
        addr: *mut sockaddr,
        socklen: c_int,
        arg: *mut c_void,
    ),
>;

/// Called when accepting fails: EVUTIL_SOCKET_ERROR() says why. The listener goes on.
pub type evconnlistener_errorcb =
    Option<unsafe extern "C" fn(listener: *mut evconnlistener, arg: *mut c_void)>;

/// Makes a listener for a socket that is nonblocking and bound. NULL on failure; the socket
/// is then still the caller's.
///
/// `flags` are LEV_OPT_ values; those on reuse, IPv6 and deferring concern
/// evconnlistener_new_bind() alone. `backlog` says how many connections may wait to be accepted,
/// negative: a usual number; 0: the socket is listening already. Without a callback no connection
/// is accepted until evconnlistener_set_cb() sets one. Free it with evconnlistener_free().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evconnlistener_new(
    base: *mut event_base,
    cb: evconnlistener_cb,
    ptr: *mut c_void,
    flags: c_uint,
    backlog: c_int,
    fd: evutil_socket_t,
) -> *mut evconnlistener {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let setup = unsafe { setup(base, cb, ptr, flags, backlog) };
    pointer(Listener::new(&setup, fd))
}

/// Makes a listener with a socket of its own, bound to an address. NULL on failure, with errno set.
///
/// With LEV_OPT_CLOSE_ON_FREE the socket is closed along with it. TCP keep-alive is on, on the
/// connections, too. See evconnlistener_new() for the rest; `backlog` is not 0 here.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evconnlistener_new_bind(
    base: *mut event_base,
    cb: evconnlistener_cb,
    ptr: *mut c_void,
    flags: c_uint,
    backlog: c_int,
    sa: *const sockaddr,
    socklen: c_int,
) -> *mut evconnlistener {
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe {
        let setup = setup(base, cb, ptr, flags, backlog);
        pointer(Listener::bind(&setup, sa, socklen))
    }
}

/// Frees a listener; its socket is closed with LEV_OPT_CLOSE_ON_FREE alone. A callback that runs
/// in another thread goes on; the socket is closed when it has returned.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evconnlistener_free(lev: *mut evconnlistener) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(listener) = unsafe { Listener::from_ptr(lev) } {
        listener.free();
    }
}

/// Accepts connections again after evconnlistener_disable(), or LEV_OPT_DISABLED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evconnlistener_enable(lev: *mut evconnlistener) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let listener = unsafe { Listener::from_ptr(lev) };
    listener.map_or(-1, |listener| status(listener.enable()))
}

/// Stops accepting connections. The socket goes on listening, so they wait. If the callback
/// runs in another thread, waits until it has returned.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evconnlistener_disable(lev: *mut evconnlistener) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let listener = unsafe { Listener::from_ptr(lev) };
    listener.map_or(-1, |listener| status(listener.disable()))
}

/// The base of a listener.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evconnlistener_get_base(lev: *mut evconnlistener) -> *mut event_base {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let base = unsafe { Listener::from_ptr(lev) }.and_then(Listener::base);
    base.map_or(ptr::null_mut(), Base::as_ptr)
}

/// The socket of a listener.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evconnlistener_get_fd(lev: *mut evconnlistener) -> evutil_socket_t {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let listener = unsafe { Listener::from_ptr(lev) };
    listener.map_or(EVUTIL_INVALID_SOCKET, Listener::fd)
}

/// Changes what is called for a connection, and the argument, which the error callback gets, too.
/// While a listener is enabled with NULL for a callback that it had before, connections are closed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evconnlistener_set_cb(
    lev: *mut evconnlistener,
    cb: evconnlistener_cb,
    arg: *mut c_void,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(listener) = unsafe { Listener::from_ptr(lev) } {
        let _ = listener.set_callback(cb, arg);
    }
}

/// Sets what is called when accepting fails; NULL, as at first: the failure is logged, and if descriptors
/// or memory are lacking, the listener accepts nothing for a moment. It is not called for failures that
/// come and go by themselves.
///
/// When the process has no descriptors left, it is called each turn of the loop: disable the
/// listener for a while, or make room.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evconnlistener_set_error_cb(
    lev: *mut evconnlistener,
    errorcb: evconnlistener_errorcb,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(listener) = unsafe { Listener::from_ptr(lev) } {
        listener.set_error_callback(errorcb);
    }
}

/// # Safety
/// `base` is null or a base that was not freed.
unsafe fn setup(
    base: *mut event_base,
    callback: evconnlistener_cb,
    arg: *mut c_void,
    flags: c_uint,
    backlog: c_int,
) -> Setup {
    Setup {
        // SAFETY: the caller's promise.
        base: unsafe { Base::from_ptr(base) }.or_else(Base::current),
        callback,
        arg,
        options: Options::from_bits_retain(flags),
        backlog,
    }
}

fn pointer(listener: Result<Listener, Failed>) -> *mut evconnlistener {
    listener.map_or(ptr::null_mut(), Listener::as_ptr)
}
