//! Connections, of clients and to servers.

use std::ffi::{c_char, c_int, c_void};
use std::ptr;

use libc::{sockaddr, timeval};

use super::super::bufferevent::bufferevent;
use super::super::util::{ev_ssize_t, ev_uint16_t};
use super::{evhttp, evhttp_connection};
use crate::base::{Base, event_base};
use crate::http::{Conn, Server, limit, timeout_of};

/// # Safety
/// `evcon` is NULL or a connection that was not freed.
unsafe fn handle(evcon: *const evhttp_connection) -> Option<Conn> {
    // SAFETY: the caller's promise.
    unsafe { Conn::from_ptr(evcon) }
}

/// Closes a connection and frees it. Of a client's requests the functions are not called, and those that the program
/// does not own are freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_free(evcon: *mut evhttp_connection) {
    // SAFETY: the pointer comes from the program, which gives it up.
    if let Some(conn) = unsafe { handle(evcon) } {
        conn.free();
    }
}

/// The bufferevent of a connection. It belongs to the connection.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_get_bufferevent(
    evcon: *mut evhttp_connection,
) -> *mut bufferevent {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { handle(evcon) }.map_or(ptr::null_mut(), Conn::bufferevent)
}

/// The event base of a connection.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_get_base(
    conn: *mut evhttp_connection,
) -> *mut event_base {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let base = unsafe { handle(conn) }.and_then(Conn::own_base);
    base.map_or(ptr::null_mut(), Base::as_ptr)
}

/// The server that a connection came to; NULL for a client's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_get_server(
    evcon: *mut evhttp_connection,
) -> *mut evhttp {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let server = unsafe { handle(evcon) }.and_then(Conn::server);
    server.map_or(ptr::null_mut(), Server::as_ptr)
}

/// Stores the address of the other side as text, which is the connection's, and its port.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_get_peer(
    evcon: *mut evhttp_connection,
    address: *mut *const c_char,
    port: *mut ev_uint16_t,
) {
    // SAFETY: the pointers come from the program, which vouches for them.
    if let Some(conn) = unsafe { handle(evcon) } {
        let peer = conn.peer();
        // SAFETY: as above.
        unsafe {
            address.write(peer.0);
            port.write(peer.1);
        }
    }
}

/// The address of the other side. It is the connection's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_get_addr(
    evcon: *mut evhttp_connection,
) -> *const sockaddr {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { handle(evcon) }.map_or(ptr::null(), Conn::peer_address)
}

/// Has a function called when the connection is about to be closed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_set_closecb(
    evcon: *mut evhttp_connection,
    cb: Option<unsafe extern "C" fn(evcon: *mut evhttp_connection, arg: *mut c_void)>,
    cbarg: *mut c_void,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(conn) = unsafe { handle(evcon) } {
        conn.set_close_callback(cb, cbarg);
    }
}

/// Sets for how many seconds reading and writing may stand still, and a client's connecting may take; below 0 for the
/// usual times, 50 and 45 seconds.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_set_timeout(
    evcon: *mut evhttp_connection,
    timeout: c_int,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(conn) = unsafe { handle(evcon) } {
        conn.set_timeouts((timeout >= 0).then(|| timeout_of(timeout)));
    }
}

/// As evhttp_connection_set_timeout(), with a time of any precision; NULL for the usual one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_set_timeout_tv(
    evcon: *mut evhttp_connection,
    tv: *const timeval,
) {
    // SAFETY: the pointers come from the program, which vouches for them.
    if let (Some(conn), time) = unsafe { (handle(evcon), tv.as_ref()) } {
        conn.set_timeouts(time.copied());
    }
}

/// Sets how many bytes the head of a message may have; below 0 for any number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_set_max_headers_size(
    evcon: *mut evhttp_connection,
    new_max_headers_size: ev_ssize_t,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(conn) = unsafe { handle(evcon) } {
        conn.set_max_headers(limit(new_max_headers_size));
    }
}

/// Sets how many bytes the body of a message may have; below 0 for any number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_set_max_body_size(
    evcon: *mut evhttp_connection,
    new_max_body_size: ev_ssize_t,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(conn) = unsafe { handle(evcon) } {
        conn.set_max_body(limit(new_max_body_size));
    }
}
