//! Servers.

use std::ffi::{c_char, c_int, c_void};
use std::ptr;

use libc::timeval;

use super::super::buffer::evbuffer;
use super::super::bufferevent::bufferevent;
use super::super::http_struct::evhttp_request;
use super::super::util::{ev_ssize_t, ev_uint16_t, ev_uint32_t, evutil_socket_t};
use super::super::{status, text};
use super::{
    EVHTTP_SERVER_LINGERING_CLOSE, evhttp, evhttp_bound_socket, evhttp_bound_socket_foreach_fn,
    evhttp_ext_method_cb,
};
use crate::base::{Base, event_base};
use crate::ds::handle::Handle;
use crate::http::{Bound, Failed, PathError, Server, limit, timeout_of};
use crate::listener::{Listener, evconnlistener};

/// # Safety
/// `http` is NULL or a server that was not freed.
unsafe fn handle(http: *mut evhttp) -> Option<Server> {
    // SAFETY: the caller's promise.
    unsafe { Handle::from_ptr(http) }
}

fn pointer(bound: Result<Bound, Failed>) -> *mut evhttp_bound_socket {
    bound.map_or(ptr::null_mut(), Bound::as_ptr)
}

/// Makes a server; without a base, one that can only be a virtual host. NULL without memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_new(base: *mut event_base) -> *mut evhttp {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let base = unsafe { Base::from_ptr(base) };
    let server = Server::new(base);
    server.map_or(ptr::null_mut(), Server::as_ptr)
}

/// Frees a server with its sockets, connections and virtual hosts. No request may wait to be answered.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_free(http: *mut evhttp) {
    // SAFETY: the pointer comes from the program, which gives it up.
    if let Some(server) = unsafe { handle(http) } {
        server.free();
    }
}

/// Listens on an address of this machine, which may be a name, and a port. Returns -1 on failure. May be called more than
/// once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_bind_socket(
    http: *mut evhttp,
    address: *const c_char,
    port: ev_uint16_t,
) -> c_int {
    // SAFETY: as for the function itself.
    let bound = unsafe { evhttp_bind_socket_with_handle(http, address, port) };
    if bound.is_null() { -1 } else { 0 }
}

/// As evhttp_bind_socket(), and returns a handle on the socket, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_bind_socket_with_handle(
    http: *mut evhttp,
    address: *const c_char,
    port: ev_uint16_t,
) -> *mut evhttp_bound_socket {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (server, address) = unsafe { (handle(http), text(address)) };
    pointer(
        server
            .ok_or(Failed)
            .and_then(|server| server.bind(address, port)),
    )
}

/// Accepts connections on a socket that listens, which becomes the server's. Returns -1 on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_accept_socket(http: *mut evhttp, fd: evutil_socket_t) -> c_int {
    // SAFETY: as for the function itself.
    let bound = unsafe { evhttp_accept_socket_with_handle(http, fd) };
    if bound.is_null() { -1 } else { 0 }
}

/// As evhttp_accept_socket(), and returns a handle on the socket, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_accept_socket_with_handle(
    http: *mut evhttp,
    fd: evutil_socket_t,
) -> *mut evhttp_bound_socket {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let server = unsafe { handle(http) };
    pointer(server.ok_or(Failed).and_then(|server| server.accept_on(fd)))
}

/// Accepts connections from a listener, which becomes the server's; its callback is replaced. Returns a handle, or
/// NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_bind_listener(
    http: *mut evhttp,
    listener: *mut evconnlistener,
) -> *mut evhttp_bound_socket {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (server, listener) = unsafe { (handle(http), Listener::from_ptr(listener)) };
    let both = server.zip(listener).ok_or(Failed);
    pointer(both.and_then(|(server, listener)| server.listen_on(listener)))
}

/// The listener of a socket.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_bound_socket_get_listener(
    bound: *mut evhttp_bound_socket,
) -> *mut evconnlistener {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { Handle::from_ptr(bound) }.map_or(ptr::null_mut(), Bound::listener)
}

/// The fd of a socket.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_bound_socket_get_fd(
    bound_socket: *mut evhttp_bound_socket,
) -> evutil_socket_t {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { Handle::from_ptr(bound_socket) }.map_or(-1, Bound::fd)
}

/// Calls a function with each socket of a server.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_foreach_bound_socket(
    http: *mut evhttp,
    function: *mut evhttp_bound_socket_foreach_fn,
    argument: *mut c_void,
) {
    type Function = unsafe extern "C" fn(*mut evhttp_bound_socket, *mut c_void);
    // SAFETY: the pointer is to such a function, or NULL.
    let function: Option<Function> = unsafe { std::mem::transmute(function) };
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let (Some(server), Some(function)) = (unsafe { handle(http) }, function) {
        // SAFETY: the program vouches for its function and argument.
        server.for_each_socket(|bound| unsafe { function(bound.as_ptr(), argument) });
    }
}

/// Stops listening on a socket and frees its handle and its listener, which closes the socket.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_del_accept_socket(
    http: *mut evhttp,
    bound_socket: *mut evhttp_bound_socket,
) {
    // SAFETY: the pointers come from the program, which vouches for them.
    if let (Some(server), Some(bound)) = unsafe { (handle(http), Handle::from_ptr(bound_socket)) } {
        server.remove_socket(bound);
    }
}

/// Sets how many bytes the head of a request may have; below 0 for any number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_set_max_headers_size(
    http: *mut evhttp,
    max_headers_size: ev_ssize_t,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(server) = unsafe { handle(http) } {
        server.set_max_headers(limit(max_headers_size));
    }
}

/// Sets how many bytes the body of a request may have; below 0 for any number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_set_max_body_size(http: *mut evhttp, max_body_size: ev_ssize_t) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(server) = unsafe { handle(http) } {
        server.set_max_body(limit(max_body_size));
    }
}

/// Sets the Content-Type of responses for which the program says none; NULL for none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_set_default_content_type(
    http: *mut evhttp,
    content_type: *const c_char,
) {
    // SAFETY: the pointers come from the program, which vouches for them.
    if let (Some(server), kind) = unsafe { (handle(http), text(content_type)) } {
        server.set_default_type(kind.map(|text| text.to_bytes()));
    }
}

/// Sets the methods that are allowed, as bits of enum evhttp_cmd_type: GET, POST, HEAD, PUT and DELETE unless told
/// otherwise. Others are answered with 501.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_set_allowed_methods(http: *mut evhttp, methods: ev_uint32_t) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(server) = unsafe { handle(http) } {
        server.set_methods(methods);
    }
}

/// Has a function called for the requests of a path, which is compared with that of the request when it has been decoded.
/// Returns 0, -1 if the path has a function, and -2 without memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_set_cb(
    http: *mut evhttp,
    path: *const c_char,
    cb: Option<unsafe extern "C" fn(req: *mut evhttp_request, arg: *mut c_void)>,
    cb_arg: *mut c_void,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (server, path) = unsafe { (handle(http), text(path)) };
    let Some((server, path)) = server.zip(path) else {
        return -1;
    };
    path_status(server.set_path(path.to_bytes(), cb, cb_arg))
}

/// What functions that set a function of a path return.
pub(in super::super) fn path_status(set: Result<(), PathError>) -> c_int {
    match set {
        Ok(()) => 0,
        Err(PathError::Taken) => -1,
        Err(PathError::NoMemory) => -2,
    }
}

/// Takes the function of a path away. Returns -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_del_cb(http: *mut evhttp, path: *const c_char) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (server, path) = unsafe { (handle(http), text(path)) };
    let removed = server
        .zip(path)
        .is_some_and(|(server, path)| server.remove_path(path.to_bytes()));
    if removed { 0 } else { -1 }
}

/// Has a function called for the requests whose path has none. Without it they are answered with 404.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_set_gencb(
    http: *mut evhttp,
    cb: Option<unsafe extern "C" fn(req: *mut evhttp_request, arg: *mut c_void)>,
    arg: *mut c_void,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(server) = unsafe { handle(http) } {
        server.set_general(cb, arg);
    }
}

/// Has a function make the bufferevents of connections, without a socket, such as TLS ones. If it returns NULL, the
/// library makes one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_set_bevcb(
    http: *mut evhttp,
    cb: Option<unsafe extern "C" fn(base: *mut event_base, arg: *mut c_void) -> *mut bufferevent>,
    arg: *mut c_void,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(server) = unsafe { handle(http) } {
        server.set_bev_callback(cb, arg);
    }
}

/// Has another server answer the requests for the hosts of a pattern, such as "*.example.com". It is freed with `http`,
/// and needs no sockets. Returns -1 if it is a virtual host already.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_add_virtual_host(
    http: *mut evhttp,
    pattern: *const c_char,
    vhost: *mut evhttp,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (server, pattern, host) = unsafe { (handle(http), text(pattern), handle(vhost)) };
    let (Some(server), Some(pattern), Some(host)) = (server, pattern, host) else {
        return -1;
    };
    status(server.add_virtual_host(pattern.to_bytes(), host))
}

/// Takes a virtual host away, which is the program's again. Returns -1 if it is none of this server's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_remove_virtual_host(
    http: *mut evhttp,
    vhost: *mut evhttp,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let both = unsafe { handle(http).zip(handle(vhost)) };
    status(
        both.ok_or(Failed)
            .and_then(|(server, host)| server.remove_virtual_host(host)),
    )
}

/// Gives a server, or a virtual host, another name. Returns -1 without memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_add_server_alias(http: *mut evhttp, alias: *const c_char) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let both = unsafe { handle(http).zip(text(alias)) };
    status(
        both.ok_or(Failed)
            .and_then(|(server, name)| server.add_alias(name.to_bytes())),
    )
}

/// Takes a name away. Returns -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_remove_server_alias(
    http: *mut evhttp,
    alias: *const c_char,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let both = unsafe { handle(http).zip(text(alias)) };
    status(
        both.ok_or(Failed)
            .and_then(|(server, name)| server.remove_alias(name.to_bytes())),
    )
}

/// Sets for how many seconds the connections to come may stand still in reading and writing; below 0 for the usual
/// time, 50 seconds.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_set_timeout(http: *mut evhttp, timeout_in_secs: c_int) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(server) = unsafe { handle(http) } {
        server.set_read_timeout(timeout_of(timeout_in_secs));
        server.set_write_timeout(timeout_of(timeout_in_secs));
    }
}

/// As evhttp_set_timeout(), with a time of any precision; NULL for the usual one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_set_timeout_tv(http: *mut evhttp, tv: *const timeval) {
    // SAFETY: as for the function itself.
    unsafe {
        evhttp_set_read_timeout_tv(http, tv);
        evhttp_set_write_timeout_tv(http, tv);
    }
}

/// As evhttp_set_timeout_tv(), for reading alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_set_read_timeout_tv(http: *mut evhttp, tv: *const timeval) {
    // SAFETY: the pointers come from the program, which vouches for them.
    if let (Some(server), time) = unsafe { (handle(http), tv.as_ref()) } {
        server.set_read_timeout(time.copied().unwrap_or_else(|| timeout_of(-1)));
    }
}

/// As evhttp_set_timeout_tv(), for writing alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_set_write_timeout_tv(http: *mut evhttp, tv: *const timeval) {
    // SAFETY: the pointers come from the program, which vouches for them.
    if let (Some(server), time) = unsafe { (handle(http), tv.as_ref()) } {
        server.set_write_timeout(time.copied().unwrap_or_else(|| timeout_of(-1)));
    }
}

/// Has a function called with each request that is to come, before its head: to set it up, or to end the connection by
/// returning less than 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_set_newreqcb(
    http: *mut evhttp,
    cb: Option<unsafe extern "C" fn(req: *mut evhttp_request, arg: *mut c_void) -> c_int>,
    arg: *mut c_void,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(server) = unsafe { handle(http) } {
        server.set_new_request_callback(cb, arg);
    }
}

/// Has a function make the pages of evhttp_send_error() and of the server's own errors, in `buffer`. If it returns less
/// than 0, the usual page is sent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_set_errorcb(
    http: *mut evhttp,
    cb: Option<
        unsafe extern "C" fn(
            req: *mut evhttp_request,
            buffer: *mut evbuffer,
            error: c_int,
            reason: *const c_char,
            cbarg: *mut c_void,
        ) -> c_int,
    >,
    cbarg: *mut c_void,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(server) = unsafe { handle(http) } {
        server.set_error_callback(cb, cbarg);
    }
}

/// Has a function tell of methods that enum evhttp_cmd_type does not have. They must be allowed, too, by
/// evhttp_set_allowed_methods().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_set_ext_method_cmp(http: *mut evhttp, cmp: evhttp_ext_method_cb) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(server) = unsafe { handle(http) } {
        server.set_more_methods(cmp);
    }
}

/// Sets how many connections there may be; 0 for any number. The requests of further ones are answered with 503.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_set_max_connections(http: *mut evhttp, max_connections: c_int) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(server) = unsafe { handle(http) } {
        server.set_max_connections(usize::try_from(max_connections).unwrap_or(0));
    }
}

/// How many connections there are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_get_connection_count(http: *mut evhttp) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let count = unsafe { handle(http) }.map_or(0, Server::connection_count);
    c_int::try_from(count).unwrap_or(c_int::MAX)
}

/// As evhttp_set_bevcb(), for the connections of one socket, in the place of that one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_bound_set_bevcb(
    bound: *mut evhttp_bound_socket,
    cb: Option<unsafe extern "C" fn(base: *mut event_base, arg: *mut c_void) -> *mut bufferevent>,
    cbarg: *mut c_void,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(bound) = unsafe { Handle::from_ptr(bound) } {
        bound.set_bev_callback(cb, cbarg);
    }
}

/// Sets flags: EVHTTP_SERVER_LINGERING_CLOSE or 0. Returns 1 for others.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_set_flags(http: *mut evhttp, flags: c_int) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let server = unsafe { handle(http) };
    let known = flags & !EVHTTP_SERVER_LINGERING_CLOSE == 0;
    let Some(server) = server.filter(|_| known) else {
        return 1;
    };
    server.set_lingering(flags & EVHTTP_SERVER_LINGERING_CLOSE != 0);
    0
}
