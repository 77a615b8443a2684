//! Configuration: choose how a new base works.
//!
//! Make an event_config, tell it what to avoid and what to require, pass it to
//! event_base_new_with_config(), then free it. One configuration may serve several bases.

use std::ffi::{CStr, c_char, c_int};
use std::ptr::{self, NonNull};

use libc::timeval;

use crate::base::event_config;
use crate::rt::mm;

/// What a polling method can do; see event_config_require_features().
#[repr(C)]
pub enum event_method_feature {
    /// Events can be edge-triggered (EV_ET).
    EV_FEATURE_ET = 0x01,
    /// Finding, adding or deleting one event costs the same however many are watched.
    EV_FEATURE_O1 = 0x02,
    /// Any kind of file descriptor works, not only sockets and pipes.
    EV_FEATURE_FDS = 0x04,
    /// A closed connection is seen without reading from it (EV_CLOSED).
    EV_FEATURE_EARLY_CLOSE = 0x08,
}

/// Options of a base; see event_config_set_flag().
#[repr(C)]
pub enum event_base_config_flag {
    /// Use no locks, even where threading is set up: only one thread touches the base.
    EVENT_BASE_FLAG_NOLOCK = 0x01,
    /// Do not look at the EVENT_* environment variables when choosing a method.
    EVENT_BASE_FLAG_IGNORE_ENV = 0x02,
    /// Start the completion port with the base; of meaning on Windows only.
    EVENT_BASE_FLAG_STARTUP_IOCP = 0x04,
    /// Ask for the time whenever it is needed, rather than once per turn of the loop.
    EVENT_BASE_FLAG_NO_CACHE_TIME = 0x08,
    /// With epoll, gather changes and pass on only their sum before each wait. Saves system
    /// calls when one descriptor is added and deleted repeatedly; unsafe for descriptors made
    /// with dup() that share one open file.
    EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST = 0x10,
    /// Prefer exact timers to cheap ones.
    EVENT_BASE_FLAG_PRECISE_TIMER = 0x20,
    /// With epoll and precise timers, make do without a timerfd.
    EVENT_BASE_FLAG_EPOLL_DISALLOW_TIMERFD = 0x40,
    /// Receive signals through a signalfd. They are then blocked for the thread, and child
    /// processes inherit that.
    EVENT_BASE_FLAG_USE_SIGNALFD = 0x80,
}

/// Makes an empty configuration. Free it with event_config_free(). NULL if out of memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_config_new() -> *mut event_config {
    mm::boxed(event_config::new()).map_or(ptr::null_mut(), NonNull::as_ptr)
}

/// Frees a configuration. Bases made from it are not affected.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_config_free(cfg: *mut event_config) {
    if let Some(cfg) = NonNull::new(cfg) {
        // SAFETY: `event_config_new` made it, and the program does not use it again.
        unsafe { mm::unboxed(cfg) };
    }
}

/// Rules out the polling method of this name, such as "select"; the name is copied.
/// event_get_supported_methods() lists the names. Naming an unknown method is no error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_config_avoid_method(
    cfg: *mut event_config,
    method: *const c_char,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let Some(cfg) = (unsafe { cfg.as_mut() }) else {
        return -1;
    };
    if method.is_null() {
        return -1;
    }
    // SAFETY: not null, hence a string of the program's.
    cfg.avoid(unsafe { CStr::from_ptr(method) });
    0
}

/// Accepts only methods that have all of these features, given as bits of
/// event_method_feature. Replaces what an earlier call required.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_config_require_features(
    cfg: *mut event_config,
    feature: c_int,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(cfg) = (unsafe { cfg.as_mut() }) else {
        return -1;
    };
    cfg.require(feature);
    0
}

/// Switches on options, given as bits of event_base_config_flag. None can be switched off again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_config_set_flag(cfg: *mut event_config, flag: c_int) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(cfg) = (unsafe { cfg.as_mut() }) else {
        return -1;
    };
    cfg.set_flag(flag);
    0
}

/// Says how many processors the base may count on. A hint for completion ports, without
/// effect on other systems.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_config_set_num_cpus_hint(
    cfg: *mut event_config,
    cpus: c_int,
) -> c_int {
    // Only completion ports of other systems have a use for the number.
    let _ = cpus;
    if cfg.is_null() { -1 } else { 0 }
}

/// Limits how long the base runs callbacks of low priority before it looks for new events.
///
/// While callbacks of priority `min_priority` or a larger number run, the base polls again
/// after `max_callbacks` of them (no limit if negative) or once `max_interval` has passed (no
/// limit if NULL), so that more urgent events need not wait. Costs throughput; of use only with
/// several priorities.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_config_set_max_dispatch_interval(
    cfg: *mut event_config,
    max_interval: *const timeval,
    max_callbacks: c_int,
    min_priority: c_int,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (cfg, max_interval) = unsafe { (cfg.as_mut(), max_interval.as_ref()) };
    let Some(cfg) = cfg else {
        return -1;
    };
    cfg.limit(max_interval, max_callbacks, min_priority);
    0
}
