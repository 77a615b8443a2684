//! Connecting to a host by name, to whichever of its addresses answers first (RFC 8305, "Happy Eyeballs").
//!
//! This header is no part of the original libevent.

use std::ffi::c_int;

use libc::timeval;

use super::bufferevent::{bev, bufferevent};
use super::status;

/// Has bufferevent_socket_connect_hostname() try all addresses of a host from now on, instead of the first
/// one only. IPv6 and IPv4 addresses take turns, IPv6 first. Each has a head start of `delay` before the
/// next one is tried beside it, or less if it fails before that; RFC 8305 advises 250 ms, and no less
/// than 10 ms is taken. The first connection is the bufferevent's; the other sockets are closed. So a host
/// is reached quickly where one of the families is broken.
///
/// With an evdns_base, connecting begins when the IPv6 addresses are known, or 50 ms after the IPv4
/// addresses. The event callback is called once: with BEV_EVENT_CONNECTED, with BEV_EVENT_ERROR and the
/// errno of the address that failed last, or with BEV_EVENT_TIMEOUT if a timeout for writing is set, which
/// counts for all of it. Meanwhile bufferevent_getfd() is -1. A socket that the bufferevent has before
/// it connects goes to the first address, as without this; one that it gets meanwhile ends the attempts.
///
/// With NULL only the first address is connected to, as in the original. Returns -1 if the bufferevent is
/// not on a socket, for a delay that is negative, and without memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bufferevent_socket_set_happy_eyeballs(
    bufev: *mut bufferevent,
    delay: *const timeval,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (bev, delay) = unsafe { (bev(bufev), delay.as_ref()) };
    status(bev.and_then(|bev| bev.set_happy_eyeballs(delay.copied())))
}
