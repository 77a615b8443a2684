//! Functions of libevent 1.x that work on one resolver for the whole program. New programs use
//! event2/dns.h.

use std::ffi::{c_int, c_void};

use super::dns::server::new_port;
use super::dns::{evdns_request_callback_fn_type, evdns_server_port};
use super::util::evutil_socket_t;
use crate::base::Base;
use crate::dns::server::Setup;

/// As evdns_add_server_port_with_base(), in the base that event_init() made last.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evdns_add_server_port(
    socket: evutil_socket_t,
    flags: c_int,
    callback: evdns_request_callback_fn_type,
    user_data: *mut c_void,
) -> *mut evdns_server_port {
    let setup = Setup {
        base: Base::current(),
        callback,
        arg: user_data,
    };
    new_port(&setup, socket, flags)
}
