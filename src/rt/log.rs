//! Messages to the program: warnings, errors, debugging, and the end of the process.

use std::ffi::{CStr, c_char, c_int};
use std::fmt::{self, Write};
use std::mem;
use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering::Relaxed};

use super::mm;
use crate::ffi::event::global::{event_fatal_cb, event_log_cb};

/// How grave a message is: the values of `EVENT_LOG_*`.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Severity {
    Debug = 0,
    Msg = 1,
    Warn = 2,
    Err = 3,
}

/// The fatal code that stands for misuse found by a check: the process aborts rather than exits.
pub(crate) const ABORT: c_int = 0xdead_dead_u32 as c_int;

static LOG_CB: AtomicPtr<()> = AtomicPtr::new(ptr::null_mut());
static FATAL_CB: AtomicPtr<()> = AtomicPtr::new(ptr::null_mut());
static DEBUG_MASK: AtomicU32 = AtomicU32::new(0);

pub(crate) fn set_log_callback(cb: event_log_cb) {
    LOG_CB.store(cb.map_or(ptr::null_mut(), |f| f as *mut ()), Relaxed);
}

pub(crate) fn set_fatal_callback(cb: event_fatal_cb) {
    FATAL_CB.store(cb.map_or(ptr::null_mut(), |f| f as *mut ()), Relaxed);
}

pub(crate) fn set_debug_mask(mask: u32) {
    DEBUG_MASK.store(mask, Relaxed);
}

#[inline]
pub(crate) fn debug_enabled() -> bool {
    DEBUG_MASK.load(Relaxed) != 0
}

/// A message under construction; what does not fit is cut off.
struct Line {
    text: [u8; 1024],
    len: usize,
}

impl Write for Line {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        let room = self.text.len() - 1 - self.len;
        let n = s.len().min(room);
        self.text[self.len..self.len + n].copy_from_slice(&s.as_bytes()[..n]);
        self.len += n;
        Ok(())
    }
}

/// Hands a message to `send` as a C string. Keeps `errno`.
#[cold]
pub(crate) fn with_text(message: fmt::Arguments<'_>, send: impl FnOnce(&CStr)) {
    let errno = mm::errno();
    let mut line = Line {
        text: [0; 1024],
        len: 0,
    };
    // Writing to a `Line` cannot fail.
    let _ = line.write_fmt(message);
    // The buffer is larger than the text and was zeroed, so there is a NUL.
    send(CStr::from_bytes_until_nul(&line.text).unwrap_or_default());
    mm::set_errno(errno);
}

/// Sends a message to the program's log callback, or to standard error. Keeps `errno`.
#[cold]
pub(crate) fn emit(severity: Severity, message: fmt::Arguments<'_>) {
    with_text(message, |text| {
        let cb = LOG_CB.load(Relaxed);
        if cb.is_null() {
            print(severity, text.to_bytes());
            return;
        }
        // SAFETY: `set_log_callback` stored a function of this type.
        let cb =
            unsafe { mem::transmute::<*mut (), unsafe extern "C" fn(c_int, *const c_char)>(cb) };
        // SAFETY: the program vouched for it, and the text is a string.
        unsafe { cb(severity as c_int, text.as_ptr()) };
    });
}

fn print(severity: Severity, text: &[u8]) {
    let tag: &[u8] = match severity {
        Severity::Debug => b"[debug] ",
        Severity::Msg => b"[msg] ",
        Severity::Warn => b"[warn] ",
        Severity::Err => b"[err] ",
    };
    let mut line = [0u8; 1040];
    let mut len = 0;
    for part in [tag, text, b"\n"] {
        line[len..len + part.len()].copy_from_slice(part);
        len += part.len();
    }
    // One write, so that lines of several threads do not mix. Nothing helps if it fails.
    // SAFETY: the buffer holds `len` bytes.
    unsafe { libc::write(libc::STDERR_FILENO, line.as_ptr().cast(), len) };
}

/// Like [`emit`], with the description of the current `errno` added, as `perror` does.
#[cold]
pub(crate) fn emit_errno(severity: Severity, message: fmt::Arguments<'_>) {
    let errno = mm::errno();
    // SAFETY: strerror gives a string that stays valid until the next call.
    let reason = unsafe { CStr::from_ptr(libc::strerror(errno)) };
    emit(
        severity,
        format_args!("{message}: {}", reason.to_str().unwrap_or("unknown error")),
    );
}

/// Reports an error that the library cannot go on from. The program's fatal callback is told, and
/// may leave by `longjmp`; otherwise the process ends.
#[cold]
pub(crate) fn fatal(code: c_int, message: fmt::Arguments<'_>) -> ! {
    emit(Severity::Err, message);
    let cb = FATAL_CB.load(Relaxed);
    if !cb.is_null() {
        // SAFETY: `set_fatal_callback` stored a function of this type.
        unsafe { mem::transmute::<*mut (), unsafe extern "C" fn(c_int)>(cb)(code) };
    } else if code == ABORT {
        // SAFETY: always allowed.
        unsafe { libc::abort() };
    }
    // SAFETY: always allowed.
    unsafe { libc::exit(code) }
}

/// Keeps code that hardly ever runs out of the way of the code around it.
#[cold]
#[inline(never)]
pub(crate) fn rarely(call: impl FnOnce()) {
    call();
}

/// Warns of misuse or of a state the program should know of.
macro_rules! warnx {
    ($($arg:tt)*) => { $crate::rt::log::emit($crate::rt::log::Severity::Warn, format_args!($($arg)*)) };
}

/// Warns of a failed system call, with the reason from `errno`.
macro_rules! warn_errno {
    ($($arg:tt)*) => { $crate::rt::log::emit_errno($crate::rt::log::Severity::Warn, format_args!($($arg)*)) };
}

/// Tells of ordinary steps, when `event_enable_debug_logging` asked for it.
macro_rules! debug_log {
    ($($arg:tt)*) => {
        if $crate::rt::log::debug_enabled() {
            $crate::rt::log::rarely(|| {
                $crate::rt::log::emit($crate::rt::log::Severity::Debug, format_args!($($arg)*));
            });
        }
    };
}

pub(crate) use {debug_log, warn_errno, warnx};
