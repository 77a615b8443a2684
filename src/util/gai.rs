//! Errors of name resolution.

use std::ffi::{CStr, c_int};

/// The request was cancelled: `EVUTIL_EAI_CANCEL`.
const CANCEL: c_int = -90001;
/// glibc's `EAI_ADDRFAMILY`, which the libc crate lacks.
const ADDRFAMILY: c_int = -9;

/// The text for an `EVUTIL_EAI_*` code.
pub(crate) fn describe(error: c_int) -> &'static CStr {
    match error {
        0 => c"No error",
        CANCEL => c"Request canceled",
        ADDRFAMILY => c"address family for nodename not supported",
        libc::EAI_AGAIN => c"temporary failure in name resolution",
        libc::EAI_BADFLAGS => c"invalid value for ai_flags",
        libc::EAI_FAIL => c"non-recoverable failure in name resolution",
        libc::EAI_FAMILY => c"ai_family not supported",
        libc::EAI_MEMORY => c"memory allocation failure",
        libc::EAI_NODATA => c"no address associated with nodename",
        libc::EAI_NONAME => c"nodename nor servname provided, or not known",
        libc::EAI_SERVICE => c"servname not supported for ai_socktype",
        libc::EAI_SOCKTYPE => c"ai_socktype not supported",
        libc::EAI_SYSTEM => c"system error",
        // SAFETY: gai_strerror knows or makes do with every code, and gives constant strings.
        _ => unsafe { CStr::from_ptr(libc::gai_strerror(error)) },
    }
}
