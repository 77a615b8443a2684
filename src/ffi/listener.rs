//! Listeners: accept connections on a socket and call back for each.

use std::ffi::{c_int, c_uint, c_void};

use libc::sockaddr;

use super::util::evutil_socket_t;

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

/// A socket that accepts connections.
pub struct evconnlistener {
    _private: (),
}

/// Called for a new connection, with its socket, which is the callee's now, and the address of
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
