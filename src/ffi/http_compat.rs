//! Older functions for HTTP. New programs use event2/http.h alone.

use std::ffi::c_char;
use std::ptr;

use super::http::{evhttp, evhttp_connection};
use super::text;
use super::util::ev_uint16_t;
use crate::base::{Base, event_base};
use crate::http::{Client, Conn, Server, To};

/// Makes a server on the base of event_init(), which listens on an address and a port. NULL on failure. Use evhttp_new()
/// and evhttp_bind_socket() instead.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_start(address: *const c_char, port: ev_uint16_t) -> *mut evhttp {
    // SAFETY: the string comes from the program, which vouches for it.
    let address = unsafe { text(address) };
    let server = Base::current().and_then(|base| Server::new(Some(base)).ok());
    let bound = server.filter(|server| {
        let bound = server.bind(address, port);
        if bound.is_err() {
            server.free();
        }
        bound.is_ok()
    });
    bound.map_or(ptr::null_mut(), Server::as_ptr)
}

/// Makes a client's connection on the base of event_init(). Use evhttp_connection_base_new() instead. NULL on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_new(
    address: *const c_char,
    port: ev_uint16_t,
) -> *mut evhttp_connection {
    // SAFETY: the string comes from the program, which vouches for it.
    let address = unsafe { text(address) };
    let client = address.and_then(|address| {
        let to = To::host(address, port);
        Client::make(None, None, None, to).ok()
    });
    client.map_or(ptr::null_mut(), |client| client.conn().as_ptr())
}

/// Moves a client's connection that was made without a base, and was not used yet, to a base.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_set_base(
    evcon: *mut evhttp_connection,
    base: *mut event_base,
) {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (conn, base) = unsafe { (Conn::from_ptr(evcon), Base::from_ptr(base)) };
    if let (Some(client), Some(base)) = (conn.and_then(Conn::client), base) {
        // There is no way to tell of a failure.
        let _ = client.set_base(base);
    }
}
