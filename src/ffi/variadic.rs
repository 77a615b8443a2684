//! What `variadic.c` does for Rust, and does not export.

use std::ffi::{c_char, c_int};

use super::event::global::event_log_cb;
use super::util::va_list;

unsafe extern "C" {
    /// What event_warn() is to call.
    pub(super) fn event_set_warning_callback_(cb: event_log_cb);

    /// vsnprintf(), without using up the arguments.
    pub(super) fn evbuffer_format(
        text: *mut c_char,
        room: usize,
        format: *const c_char,
        ap: va_list,
    ) -> c_int;
}
