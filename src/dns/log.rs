//! Messages of the resolver: to the program's own function, or to the library's log.

use std::fmt;
use std::mem;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering::Relaxed};

use crate::ffi::dns::evdns_debug_log_fn_type;
use crate::rt::log::{self, Severity};

static CALLBACK: AtomicPtr<()> = AtomicPtr::new(ptr::null_mut());

/// Sets what receives the messages; `None`: the library's log.
pub(crate) fn set_callback(callback: evdns_debug_log_fn_type) {
    CALLBACK.store(callback.map_or(ptr::null_mut(), |f| f as *mut ()), Relaxed);
}

/// Whether a message of this gravity goes anywhere.
fn is_heard(severity: Severity) -> bool {
    severity != Severity::Debug || !CALLBACK.load(Relaxed).is_null() || log::debug_enabled()
}

pub(super) fn emit(severity: Severity, message: fmt::Arguments<'_>) {
    if !is_heard(severity) {
        return;
    }
    let callback = CALLBACK.load(Relaxed);
    if callback.is_null() {
        log::emit(severity, message);
        return;
    }
    // SAFETY: `set_callback` stored a function of this type.
    let callback = unsafe { mem::transmute::<*mut (), evdns_debug_log_fn_type>(callback) };
    let is_warning = severity == Severity::Warn;
    log::with_text(message, |text| {
        if let Some(callback) = callback {
            // SAFETY: the program vouched for its function; the text ends with NUL.
            unsafe { callback(is_warning.into(), text.as_ptr()) };
        }
    });
}

/// Tells the program of something that it should know.
macro_rules! dns_warn {
    ($($arg:tt)*) => { $crate::dns::log::emit($crate::rt::log::Severity::Warn, format_args!($($arg)*)) };
}

/// Tells the program of what is not its fault.
macro_rules! dns_note {
    ($($arg:tt)*) => { $crate::dns::log::emit($crate::rt::log::Severity::Msg, format_args!($($arg)*)) };
}

/// Tells the program of an ordinary step.
macro_rules! dns_debug {
    ($($arg:tt)*) => { $crate::dns::log::emit($crate::rt::log::Severity::Debug, format_args!($($arg)*)) };
}

pub(super) use {dns_debug, dns_note, dns_warn};
