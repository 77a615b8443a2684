//! What concerns the library as a whole: logging, fatal errors, memory, debugging, version.

use std::ffi::{CStr, c_char, c_int, c_void};

use crate::base::{self, Debug, event};
use crate::ffi::util::ev_uint32_t;
use crate::ffi::variadic;
use crate::rt::{log, mm};

/// Severity of a message: details for people who debug.
pub const EVENT_LOG_DEBUG: c_int = 0;
/// Severity of a message: worth knowing.
pub const EVENT_LOG_MSG: c_int = 1;
/// Severity of a message: something went wrong, and the library goes on.
pub const EVENT_LOG_WARN: c_int = 2;
/// Severity of a message: the library cannot go on.
pub const EVENT_LOG_ERR: c_int = 3;

/// For event_enable_debug_logging(): no debug messages.
pub const EVENT_DBG_NONE: ev_uint32_t = 0;
/// For event_enable_debug_logging(): all debug messages.
pub const EVENT_DBG_ALL: ev_uint32_t = 0xffffffffu32;

/// The release that this library stands in for, as event_get_version_number() gives it.
/// cbindgen:ignore
pub const LIBEVENT_VERSION_NUMBER: ev_uint32_t = 0x02010c00;
/// The same as text.
/// cbindgen:ignore
pub const LIBEVENT_VERSION: &CStr = c"2.1.12-stable";

/// Receives a message: one of EVENT_LOG_ and the text without a newline, which is valid only
/// during the call. It must not call the library.
pub type event_log_cb = Option<unsafe extern "C" fn(severity: c_int, msg: *const c_char)>;

/// Called when the library cannot go on, with the exit status it would have used. It should not
/// return: if it does, the process exits with that status.
pub type event_fatal_cb = Option<unsafe extern "C" fn(err: c_int)>;

/// Sends the library's messages to `cb` instead of to stderr. NULL brings back stderr.
/// Not to be called while other threads use the library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_set_log_callback(cb: event_log_cb) {
    log::set_log_callback(cb);
    // SAFETY: it may be set to any, or none.
    unsafe { variadic::event_set_warning_callback_(cb) };
}

/// Calls `cb` instead of ending the process on a fatal error. NULL brings back the default.
/// Not to be called while other threads use the library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_set_fatal_callback(cb: event_fatal_cb) {
    log::set_fatal_callback(cb);
}

/// Chooses which debug messages are logged: EVENT_DBG_NONE or EVENT_DBG_ALL. They are expensive.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_enable_debug_logging(which: ev_uint32_t) {
    log::set_debug_mask(which);
}

/// Makes the library look for misuse of events, such as adding one that was never assigned or
/// assigning one that is added; what it finds is a fatal error.
///
/// Call it before any event or base is made. Every event from event_assign() then needs
/// event_debug_unassign() before its memory goes away. Costs time and memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_enable_debug_mode() {
    base::enable_debug_mode();
}

/// Has the library allocate through these functions, which behave like malloc(), realloc() and
/// free() and must be thread-safe if the program has threads. NULL stands for the C library's.
///
/// Call it before any other function of the library: what one allocator gave, the other cannot
/// free. Returned memory must be aligned for any type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_set_mem_functions(
    malloc_fn: Option<unsafe extern "C" fn(sz: usize) -> *mut c_void>,
    realloc_fn: Option<unsafe extern "C" fn(ptr: *mut c_void, sz: usize) -> *mut c_void>,
    free_fn: Option<unsafe extern "C" fn(ptr: *mut c_void)>,
) {
    mm::set_functions(malloc_fn, realloc_fn, free_fn);
}

/// The version of the library that is running, as text such as "2.1.12-stable". Static.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_get_version() -> *const c_char {
    LIBEVENT_VERSION.as_ptr()
}

/// The version of the library that is running: a byte each for major, minor and patch, then one
/// that is 0 for a release. LIBEVENT_VERSION_NUMBER is that of the header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_get_version_number() -> ev_uint32_t {
    LIBEVENT_VERSION_NUMBER as ev_uint32_t
}

/// The size in bytes of struct event in the library that is running, for callers that must not
/// rely on the size in their header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_get_struct_event_size() -> usize {
    size_of::<event>()
}

/// Frees everything the library keeps for itself, so that leak checkers are content.
///
/// Free all bases and events first; nothing of the library may be used afterwards. Objects you
/// made yourself are not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn libevent_global_shutdown() {
    Debug::disable();
}
