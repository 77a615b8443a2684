//! Older functions for HTTP. New programs use event2/http.h alone.

use std::ffi::c_char;
use std::ptr;

use super::http::evhttp;
use super::text;
use super::util::ev_uint16_t;
use crate::base::Base;
use crate::http::Server;

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
