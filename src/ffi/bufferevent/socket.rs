//! Bufferevents on sockets.

use std::ffi::{c_char, c_int};
use std::mem;

use libc::sockaddr;

use super::super::dns::evdns_base;
use super::super::text;
use super::super::util::{evutil_addrinfo, evutil_socket_t};
use super::{bev, bufferevent, pointer, status};
use crate::base::{Base, event_base};
use crate::bufferevent::{Bev, Failed, Options};
use crate::dns::Resolver;

/// Makes a bufferevent on a socket, which is to be nonblocking, or, if `fd` is negative, for one to
/// come. `options` are BEV_OPT_ values. NULL on failure; the socket is then still the caller's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_socket_new(
    base: *mut event_base,
    fd: evutil_socket_t,
    options: c_int,
) -> *mut bufferevent {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let base = unsafe { Base::from_ptr(base) };
    pointer(Bev::new_socket(base, fd, Options::told(options)))
}

/// Connects to an address, with a socket of its own if there is none; or waits for a connection that
/// was begun already, if `addr` is NULL. The event callback is called with BEV_EVENT_CONNECTED or
/// BEV_EVENT_ERROR. Returns -1, without a call, if connecting cannot even begin.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_socket_connect(
    bufev: *mut bufferevent,
    addr: *const sockaddr,
    socklen: c_int,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    status(unsafe { bev(bufev).and_then(|bev| bev.connect(addr, socklen)) })
}

/// Connects to a host by name: `family` is AF_INET, AF_INET6 or AF_UNSPEC. Without an `evdns_base` the
/// name is looked up while the caller waits. Returns -1 for wrong arguments. If the name is not found
/// or connecting cannot begin, the event callback is called with BEV_EVENT_ERROR, and this returns 0;
/// see bufferevent_socket_get_dns_error().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_socket_connect_hostname(
    bufev: *mut bufferevent,
    evdns_base: *mut evdns_base,
    family: c_int,
    hostname: *const c_char,
    port: c_int,
) -> c_int {
    // SAFETY: all zeroes is a valid `addrinfo`.
    let mut hints: evutil_addrinfo = unsafe { mem::zeroed() };
    hints.ai_family = family;
    hints.ai_protocol = libc::IPPROTO_TCP;
    hints.ai_socktype = libc::SOCK_STREAM;
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe { bufferevent_socket_connect_hostname_hints(bufev, evdns_base, &hints, hostname, port) }
}

/// As bufferevent_socket_connect_hostname(), with hints for the look-up: family, kind and protocol.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_socket_connect_hostname_hints(
    bufev: *mut bufferevent,
    evdns_base: *mut evdns_base,
    hints: *const evutil_addrinfo,
    hostname: *const c_char,
    port: c_int,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (bev, hints, name) = unsafe { (bev(bufev), hints.as_ref(), text(hostname)) };
    // SAFETY: as above.
    let resolver = unsafe { Resolver::from_ptr(evdns_base) };
    status(bev.and_then(|bev| bev.connect_to_name(resolver, hints.ok_or(Failed)?, name, port)))
}

/// The error of the last look-up of a name: EVUTIL_EAI_ values, or 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_socket_get_dns_error(bev: *mut bufferevent) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { self::bev(bev) }.map_or(0, Bev::dns_error)
}

/// Changes the socket; the one that was there stays open. The buffers stay as they are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_setfd(bufev: *mut bufferevent, fd: evutil_socket_t) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    status(unsafe { bev(bufev) }.and_then(|bev| bev.set_fd(fd)))
}

/// Changes the socket, and closes the one that was there, if BEV_OPT_CLOSE_ON_FREE was given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_replacefd(
    bufev: *mut bufferevent,
    fd: evutil_socket_t,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    status(unsafe { bev(bufev) }.and_then(|bev| bev.replace_fd(fd)))
}

/// The socket, of what is below in the case of a filter; -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_getfd(bufev: *mut bufferevent) -> evutil_socket_t {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { bev(bufev) }.map_or(-1, Bev::fd)
}
