//! The exported C functions, one module per public header: `event.rs` is `event2/event.h`.
//!
//! `tests/headers.rs` makes the headers from these files, so the comments here are written for C
//! programmers. What Rust would say under "Safety" is the same for all functions and said once:
//! a pointer is valid for what the function does with it, or NULL where the comment allows that;
//! it came from the function that makes such objects, and has not been freed since.
//!
//! A function turns its arguments into handles, checks what C can get wrong, calls one inner
//! function, and turns the result into C's convention.

#![allow(clippy::missing_safety_doc)]

use std::ffi::{CStr, c_char, c_int};

pub mod buffer;
pub mod buffer_compat;
pub mod bufferevent;
pub mod bufferevent_compat;
pub mod bufferevent_connect;
pub mod bufferevent_ssl;
pub mod bufferevent_struct;
pub mod bufferevent_tls;
pub mod dns;
pub mod dns_compat;
pub mod dns_record;
pub mod dns_struct;
pub mod event;
pub mod event_compat;
pub mod event_struct;
pub mod http;
pub mod http_compat;
pub mod http_stream;
pub mod http_struct;
pub mod keyvalq_struct;
pub mod listener;
pub mod rpc;
pub mod rpc_struct;
pub mod tag;
pub mod tag_undeclared;
pub mod thread;
pub mod util;
mod variadic;
pub mod watch;

/// A string from C, if it is not NULL.
///
/// # Safety
/// `text` is NULL or a string that stays as it is meanwhile.
unsafe fn text<'a>(text: *const c_char) -> Option<&'a CStr> {
    // SAFETY: the caller's promise.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) })
}

/// A result as C has it: 0, or -1.
fn status<E>(result: Result<(), E>) -> c_int {
    match result {
        Ok(()) => 0,
        Err(_) => -1,
    }
}
pub mod ws;
pub mod ws_extra;

use std::ffi::c_uint;

// An enum that comes from C may hold any value, which a Rust enum must not. So functions and
// structs have integers of these names in its place; in the headers they print as `enum X`.

/// `enum bufferevent_filter_result` from C.
pub type enum_bufferevent_filter_result = c_uint;
/// `enum bufferevent_flush_mode` from C.
pub type enum_bufferevent_flush_mode = c_uint;
/// `enum bufferevent_ssl_state` from C.
pub type enum_bufferevent_ssl_state = c_uint;
/// `enum bufferevent_tls_result` from C.
pub type enum_bufferevent_tls_result = c_uint;
/// `enum EVRPC_HOOK_RESULT` from C.
pub type enum_EVRPC_HOOK_RESULT = c_int;
/// `enum EVRPC_HOOK_TYPE` from C.
pub type enum_EVRPC_HOOK_TYPE = c_uint;
/// `enum evbuffer_eol_style` from C.
pub type enum_evbuffer_eol_style = c_uint;
/// `enum evbuffer_ptr_how` from C.
pub type enum_evbuffer_ptr_how = c_uint;
/// `enum evdns_server_option` from C.
pub type enum_evdns_server_option = c_uint;
/// `enum evhttp_cmd_type` from C.
pub type enum_evhttp_cmd_type = c_uint;
/// `enum evhttp_request_error` from C.
pub type enum_evhttp_request_error = c_uint;
/// `enum evhttp_request_kind` from C.
pub type enum_evhttp_request_kind = c_uint;

#[cfg(test)]
mod tests {
    use super::*;
    use std::mem::{offset_of, size_of};

    /// What `c-tests/abi` checks for the headers, for the Rust side of the same structs.
    #[test]
    #[cfg(target_pointer_width = "64")]
    fn layouts() {
        assert_eq!(size_of::<crate::base::event>(), 128);
        assert_eq!(size_of::<buffer::evbuffer_cb_info>(), 24);
        assert_eq!(size_of::<buffer::evbuffer_ptr>(), 24);
        assert_eq!(size_of::<bufferevent_struct::bufferevent>(), 392);
        assert_eq!(offset_of!(bufferevent_struct::bufferevent, enabled), 384);
        assert_eq!(size_of::<dns_struct::evdns_server_question>(), 12);
        assert_eq!(offset_of!(dns_struct::evdns_server_question, name), 8);
        assert_eq!(size_of::<dns_struct::evdns_server_request>(), 16);
        assert_eq!(size_of::<http::evhttp_ext_method>(), 16);
        assert_eq!(size_of::<http_struct::evhttp_request>(), 216);
        assert_eq!(
            offset_of!(http_struct::evhttp_request, bits_chunked_userdone),
            144
        );
        assert_eq!(offset_of!(http_struct::evhttp_request, output_buffer), 152);
        assert_eq!(size_of::<keyvalq_struct::evkeyval>(), 32);
        assert_eq!(size_of::<rpc_struct::evrpc>(), 120);
        assert_eq!(size_of::<thread::evthread_lock_callbacks>(), 40);
        assert_eq!(size_of::<thread::evthread_condition_callbacks>(), 40);
    }
}
