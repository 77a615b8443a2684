//! Errors of name resolution.

use std::ffi::{CStr, c_int};

/// The request was cancelled: `EVUTIL_EAI_CANCEL`.
const CANCEL: c_int = -90001;

/// The text for an `EVUTIL_EAI_*` code.
pub(crate) fn describe(error: c_int) -> &'static CStr {
    match error {
        0 => c"No error",
        CANCEL => c"Request canceled",
        // SAFETY: gai_strerror knows or makes do with every code, and gives constant strings.
        _ => unsafe { CStr::from_ptr(libc::gai_strerror(error)) },
    }
}
