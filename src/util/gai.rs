//! Name resolution as the system does it, its lists and its errors.

use std::ffi::{CStr, c_char, c_int};
use std::mem;

use libc::addrinfo;

use crate::rt::mm;

/// Set in the `ai_flags` of the lists that this library has made itself; never in the system's.
pub(crate) const OURS: c_int = c_int::MIN;

/// The request was cancelled: `EVUTIL_EAI_CANCEL`.
pub(crate) const CANCEL: c_int = -90001;
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

/// Asks the system, which may take long; gives 0 or an error of `EVUTIL_EAI_*`.
///
/// # Safety
/// The names are strings or null, `hints` and `result` valid for reading and for writing.
pub(crate) unsafe fn resolve(
    node: *const c_char,
    service: *const c_char,
    hints: Option<&addrinfo>,
    result: *mut *mut addrinfo,
) -> c_int {
    // Zeros ask for everything; the system's defaults for no hints at all would ask for less.
    // SAFETY: all zeroes is a valid `addrinfo`.
    let mut hints = hints.map_or_else(|| unsafe { mem::zeroed() }, |&hints| hints);
    hints.ai_flags &= !OURS;
    // SAFETY: the caller's promise.
    unsafe { libc::getaddrinfo(node, service, &hints, result) }
}

/// Frees a list, the system's or one whose entries, marked with [`OURS`], and canonical names are
/// blocks of `mm`, an entry's address within the block.
///
/// # Safety
/// The list is one of these, and not used again.
pub(crate) unsafe fn free(list: *mut addrinfo) {
    let mut rest = list;
    // SAFETY: the caller's promise.
    while let Some(entry) = unsafe { rest.as_ref() } {
        if entry.ai_flags & OURS == 0 {
            // SAFETY: the caller's promise: the rest is the system's.
            unsafe { libc::freeaddrinfo(rest) };
            return;
        }
        let (next, name) = (entry.ai_next, entry.ai_canonname);
        // SAFETY: the caller's promise: they are blocks of `mm`.
        unsafe {
            mm::free(name.cast());
            mm::free(rest.cast());
        }
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ptr;

    #[test]
    fn lists_of_our_own() {
        let mut list = ptr::null_mut();
        for name in [ptr::null_mut(), mm::malloc(8).unwrap().as_ptr().cast()] {
            // SAFETY: all zeroes is a valid `addrinfo`.
            let mut entry: addrinfo = unsafe { mem::zeroed() };
            (entry.ai_flags, entry.ai_canonname, entry.ai_next) = (OURS | 1, name, list);
            list = mm::boxed(entry).unwrap().as_ptr();
        }
        // SAFETY: a list as `free` describes it. That nothing leaks, Miri checks.
        unsafe { free(list) };
    }
}
