//! What `variadic.c` does for Rust, and does not export.

use std::ffi::{c_char, c_int};

use super::util::va_list;

unsafe extern "C" {
    /// vsnprintf(), without using up the arguments.
    pub(super) fn evbuffer_format(
        text: *mut c_char,
        room: usize,
        format: *const c_char,
        ap: va_list,
    ) -> c_int;
}
