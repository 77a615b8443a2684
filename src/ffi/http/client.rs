//! Connections of clients, and their requests.

use std::ffi::{CStr, c_char, c_int};
use std::ptr;

use libc::timeval;

use super::super::bufferevent::bufferevent;
use super::super::dns::evdns_base;
use super::super::http_struct::evhttp_request;
use super::super::util::ev_uint16_t;
use super::super::{enum_evhttp_cmd_type, text};
use super::request::handle;
use super::{evhttp_connection, evhttp_ext_method_cb};
use crate::base::{Base, event_base};
use crate::bufferevent::Bev;
use crate::dns::Resolver;
use crate::http::{Client, Conn, To};

/// # Safety
/// `evcon` is NULL or a connection that was not freed.
unsafe fn client(evcon: *mut evhttp_connection) -> Option<Client> {
    // SAFETY: the caller's promise.
    unsafe { Conn::from_ptr(evcon) }.and_then(Conn::client)
}

fn made(client: Option<Client>) -> *mut evhttp_connection {
    client.map_or(ptr::null_mut(), |client| client.conn().as_ptr())
}

/// Makes a client's connection to a host. It connects when there is a request, and again when there is another one
/// and the server has closed it meanwhile. The name is looked up by `dnsbase`; without one the caller waits for that.
/// NULL without memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_base_new(
    base: *mut event_base,
    dnsbase: *mut evdns_base,
    address: *const c_char,
    port: ev_uint16_t,
) -> *mut evhttp_connection {
    // SAFETY: as for the function itself.
    unsafe { evhttp_connection_base_bufferevent_new(base, dnsbase, ptr::null_mut(), address, port) }
}

/// As evhttp_connection_base_new(), on a bufferevent of the program's, such as one for TLS, or on one of its own for
/// NULL. The connection owns the bufferevent from then on, uses its callbacks, and closes its socket.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_base_bufferevent_new(
    base: *mut event_base,
    dnsbase: *mut evdns_base,
    bev: *mut bufferevent,
    address: *const c_char,
    port: ev_uint16_t,
) -> *mut evhttp_connection {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (base, resolver, bev, address) = unsafe {
        (
            Base::from_ptr(base),
            Resolver::from_ptr(dnsbase),
            Bev::from_ptr(bev),
            text(address),
        )
    };
    let to = address.map(|address| To::host(address, port));
    made(to.and_then(|to| Client::make(base, resolver, bev, to).ok()))
}

/// As evhttp_connection_base_bufferevent_new(), to a UNIX socket.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_base_bufferevent_unix_new(
    base: *mut event_base,
    bev: *mut bufferevent,
    path: *const c_char,
) -> *mut evhttp_connection {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (base, bev, path) = unsafe { (Base::from_ptr(base), Bev::from_ptr(bev), text(path)) };
    let to = path.map(To::path);
    made(to.and_then(|to| Client::make(base, None, bev, to).ok()))
}

/// Makes a client's connection of a bufferevent that is connected already, to whom its socket is connected to. The
/// connection owns the bufferevent from then on. NULL if it is not connected, and without memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_base_bufferevent_reuse_new(
    base: *mut event_base,
    dnsbase: *mut evdns_base,
    bev: *mut bufferevent,
) -> *mut evhttp_connection {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (base, resolver, bev) = unsafe {
        (
            Base::from_ptr(base),
            Resolver::from_ptr(dnsbase),
            Bev::from_ptr(bev),
        )
    };
    made(bev.and_then(|bev| Client::of_connected(base, resolver, bev).ok()))
}

/// Sends a request, or has it wait until those before it are done. The connection owns it from then on, unless
/// evhttp_request_own() was called. The function of evhttp_request_new() is called when it is done: with the request,
/// which is freed then; with NULL if it has failed after there was a connection; with a request whose status is 0 if
/// there was none. `uri` is what the first line is to have. Returns -1, and frees the request, if it makes no sense,
/// if connecting cannot begin, and without memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_make_request(
    evcon: *mut evhttp_connection,
    req: *mut evhttp_request,
    r#type: enum_evhttp_cmd_type,
    uri: *const c_char,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (client, req, uri) = unsafe { (client(evcon), handle(req), text(uri)) };
    let (Some(client), Some(req), Some(uri)) = (client, req, uri) else {
        return -1;
    };
    match client.make_request(req, r#type, uri.to_bytes()) {
        Ok(()) => 0,
        Err(_) => -1,
    }
}

/// Ends a request that is not done. Its function is not called, but that of evhttp_request_set_error_cb() is, if it was
/// being sent or answered; then its connection is closed, and others that wait get a new one. The request is freed,
/// unless the program owns it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_cancel_request(req: *mut evhttp_request) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(req) = unsafe { handle(req) } {
        req.cancel();
    }
}

/// Has the connection free itself when its last request is done and it is closed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_free_on_completion(evcon: *mut evhttp_connection) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(client) = unsafe { client(evcon) } {
        client.free_when_done();
    }
}

/// Sets the family of addresses to look names up for: AF_INET, AF_INET6 or AF_UNSPEC.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_set_family(
    evcon: *mut evhttp_connection,
    family: c_int,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(client) = unsafe { client(evcon) } {
        client.set_family(family);
    }
}

/// Sets flags: EVHTTP_CON_REUSE_CONNECTED_ADDR and EVHTTP_CON_READ_ON_WRITE_ERROR, or none. Returns 1 for others.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_set_flags(
    evcon: *mut evhttp_connection,
    flags: c_int,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let set = unsafe { client(evcon) }.is_some_and(|client| client.set_flags(flags).is_ok());
    (!set).into()
}

/// Sets the address to connect from; NULL for any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_set_local_address(
    evcon: *mut evhttp_connection,
    address: *const c_char,
) {
    // SAFETY: the pointers come from the program, which vouches for them.
    if let (Some(client), address) = unsafe { (client(evcon), text(address)) } {
        client.set_local_address(address.map(CStr::to_bytes));
    }
}

/// Sets the port to connect from; 0 for any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_set_local_port(
    evcon: *mut evhttp_connection,
    port: ev_uint16_t,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(client) = unsafe { client(evcon) } {
        client.set_local_port(port);
    }
}

/// Sets how long to wait before connecting is tried again; each time after that it is twice as long, up to an hour.
/// NULL for the usual, 2 seconds.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_set_initial_retry_tv(
    evcon: *mut evhttp_connection,
    tv: *const timeval,
) {
    // SAFETY: the pointers come from the program, which vouches for them.
    if let (Some(client), delay) = unsafe { (client(evcon), tv.as_ref()) } {
        client.set_first_delay(delay.copied());
    }
}

/// Sets how often connecting is tried again when it has failed: not at all unless this is called, without end for
/// -1. Requests that were sent are not sent again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_set_retries(
    evcon: *mut evhttp_connection,
    retry_max: c_int,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(client) = unsafe { client(evcon) } {
        client.set_retries(retry_max);
    }
}

/// Sets how long connecting may take; NULL for the usual, 45 seconds.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_set_connect_timeout_tv(
    evcon: *mut evhttp_connection,
    tv: *const timeval,
) {
    // SAFETY: the pointers come from the program, which vouches for them.
    if let (Some(client), time) = unsafe { (client(evcon), tv.as_ref()) } {
        client.update_times(|times| times.connect = time.copied());
    }
}

/// Sets for how long reading may stand still; NULL for the usual, 50 seconds. For connections of clients only.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_set_read_timeout_tv(
    evcon: *mut evhttp_connection,
    tv: *const timeval,
) {
    // SAFETY: the pointers come from the program, which vouches for them.
    if let (Some(client), time) = unsafe { (client(evcon), tv.as_ref()) } {
        client.update_times(|times| times.read = time.copied());
    }
}

/// Sets for how long writing may stand still; NULL for the usual, 50 seconds. For connections of clients only.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_set_write_timeout_tv(
    evcon: *mut evhttp_connection,
    tv: *const timeval,
) {
    // SAFETY: the pointers come from the program, which vouches for them.
    if let (Some(client), time) = unsafe { (client(evcon), tv.as_ref()) } {
        client.update_times(|times| times.write = time.copied());
    }
}

/// Sets a function for methods beyond those of enum evhttp_cmd_type: given a type, it says what the method is called.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_connection_set_ext_method_cmp(
    evcon: *mut evhttp_connection,
    cmp: evhttp_ext_method_cb,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(client) = unsafe { client(evcon) } {
        client.set_more_methods(cmp);
    }
}
