//! Bases: make, ask, tune and free them.

use std::ffi::{c_char, c_int, c_short, c_uint, c_void};
use std::fmt;
use std::ops::ControlFlow;
use std::ptr;

use libc::{FILE, timeval};

use crate::backend::METHODS;
use crate::base::{Base, Counted, Events, event, event_base, event_config};
use crate::ffi::status;
use crate::ffi::util::evutil_socket_t;
use crate::rt::log::warnx;
use crate::rt::time;

/// Count the events whose callbacks wait to run.
pub const EVENT_BASE_COUNT_ACTIVE: c_uint = 1u32;
/// Count what keeps the loop alive without being an event that was added.
pub const EVENT_BASE_COUNT_VIRTUAL: c_uint = 2u32;
/// Count the events that were added, once for each queue they are on; not the library's own.
pub const EVENT_BASE_COUNT_ADDED: c_uint = 4u32;

/// The largest number of priorities that a base can have.
pub const EVENT_MAX_PRIORITIES: c_int = 256;

/// Called by event_base_foreach_event() for each event of the base. A result other than 0 stops
/// the walk and becomes its result.
pub type event_base_foreach_event_cb = Option<
    unsafe extern "C" fn(base: *const event_base, ev: *const event, arg: *mut c_void) -> c_int,
>;

/// Makes a base with the defaults: the best method available, one priority. NULL on failure.
/// Free it with event_base_free().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_new() -> *mut event_base {
    new_base(&event_config::new())
}

/// Makes a base as a configuration asks for. NULL on failure, also if no method fits.
/// The configuration (NULL: the defaults) stays the caller's and may be freed at once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_new_with_config(cfg: *const event_config) -> *mut event_base {
    // SAFETY: a pointer to a configuration, or NULL for none.
    match unsafe { cfg.as_ref() } {
        Some(config) => new_base(config),
        None => new_base(&event_config::new()),
    }
}

/// Frees a base; finalizers that have not run yet are run first.
///
/// Events that are still added are deleted but not freed, and no descriptor is closed. Free the
/// events, bufferevents and other objects that use the base before it. No other thread may
/// use the base any more. NULL frees the base of event_init().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_free(base: *mut event_base) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    free_base(unsafe { Base::from_ptr(base) }, true);
}

/// Frees a base as event_base_free() does, without running outstanding finalizers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_free_nofinalize(base: *mut event_base) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    free_base(unsafe { Base::from_ptr(base) }, false);
}

/// Makes a base usable in the child after fork(). All events stay as they were.
///
/// Call it in the child before anything else uses the base. On failure (-1) some events could
/// not be added again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_reinit(base: *mut event_base) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(base) = (unsafe { Base::from_ptr(base) }) else {
        return -1;
    };
    status(base.reinit())
}

/// The name of the method that the base polls with, such as "epoll". A static string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_get_method(base: *const event_base) -> *const c_char {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(base) = (unsafe { Base::from_ptr(base) }) else {
        return ptr::null();
    };
    base.method_name().as_ptr()
}

/// The name of the way in which the base receives signals. A static string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_get_signal_method(base: *const event_base) -> *const c_char {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(base) = (unsafe { Base::from_ptr(base) }) else {
        return ptr::null();
    };
    base.signal_method().as_ptr()
}

/// The names of all polling methods that this build knows, best first, ended by NULL.
///
/// Array and strings are static: do not free them. Some may still fail to start at run time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_get_supported_methods() -> *mut *const c_char {
    static NAMES: MethodNames = MethodNames({
        let mut names = [ptr::null(); METHODS.len() + 1];
        let mut i = 0;
        while i < METHODS.len() {
            names[i] = METHODS[i].name.as_ptr();
            i += 1;
        }
        names
    });
    NAMES.0.as_ptr().cast_mut()
}

/// What the base's method can do: bits of event_method_feature.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_get_features(base: *const event_base) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(base) = (unsafe { Base::from_ptr(base) }) else {
        return 0;
    };
    base.features()
}

/// How many events there are now, of all kinds that `flags` names (EVENT_BASE_COUNT_*) together.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_get_num_events(base: *mut event_base, flags: c_uint) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(base) = (unsafe { Base::from_ptr(base) }) else {
        return -1;
    };
    base.count(Counted::from_bits_truncate(flags))
}

/// The most events there have been of the kinds in `flags` (EVENT_BASE_COUNT_*): the sum of each
/// kind's own maximum. If `clear` is not 0, those maxima start again from 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_get_max_events(
    base: *mut event_base,
    flags: c_uint,
    clear: c_int,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(base) = (unsafe { Base::from_ptr(base) }) else {
        return -1;
    };
    base.max_count(Counted::from_bits_truncate(flags), clear != 0)
}

/// Gives the base `npriorities` priorities, from 0 (most urgent) to `npriorities - 1`.
///
/// New events get the middle one. Fails for numbers below 1, for EVENT_MAX_PRIORITIES and more,
/// and while events are active; best called before the base is used.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_priority_init(
    base: *mut event_base,
    npriorities: c_int,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(base) = (unsafe { Base::from_ptr(base) }) else {
        return -1;
    };
    status(base.set_priorities(npriorities))
}

/// The number of priorities of a base; for NULL, of the base of event_init().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_get_npriorities(base: *mut event_base) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let base = unsafe { Base::from_ptr(base) }.or_else(Base::current);
    base.map_or(-1, |base| base.priorities() as c_int)
}

/// Marks a length of time as one that many timeouts share.
///
/// Pass the result to event_add() instead of `duration`. It belongs to the base, must not be
/// changed or freed, and is no sensible time by itself. NULL on failure; a base has room for 256
/// of them. Timeouts are cheap here with and without it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_init_common_timeout(
    base: *mut event_base,
    duration: *const timeval,
) -> *const timeval {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (base, duration) = unsafe { (Base::from_ptr(base), duration.as_ref()) };
    match (base, duration) {
        (Some(base), Some(duration)) => base
            .common_timeout(*duration)
            .map_or(ptr::null(), |common| common.as_ptr()),
        _ => ptr::null(),
    }
}

/// Stores the time of day as the base knows it: in a callback, that of the current turn of the
/// loop, without a system call. Outside of the loop or with a NULL base it is the system's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_gettimeofday_cached(
    base: *mut event_base,
    tv: *mut timeval,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (base, tv) = unsafe { (Base::from_ptr(base), tv.as_mut()) };
    let Some(tv) = tv else {
        return -1;
    };
    *tv = match base.or_else(Base::current) {
        Some(base) => base.wall_time(),
        None => time::to_timeval(time::wall_clock()),
    };
    0
}

/// Takes a fresh reading of the base's cached time, for callbacks that ran long before they
/// add timeouts. Does nothing while the loop is not running.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_update_cache_time(base: *mut event_base) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    match unsafe { Base::from_ptr(base) }.or_else(Base::current) {
        Some(base) => {
            base.refresh_time();
            0
        }
        None => -1,
    }
}

/// Stores the monotonic time as the base knows it, which is what its timeouts are measured by.
/// Compare it only with other values from the same base.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_gettime_monotonic(base: *mut event_base, tp: *mut timeval) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    match unsafe { (Base::from_ptr(base), tp.as_mut()) } {
        (Some(base), Some(tp)) => {
            *tp = base.monotonic_time();
            0
        }
        _ => -1,
    }
}

/// Calls `callback` for every event that is added or active, once each, in no promised order.
///
/// The base is locked meanwhile: the callback must not add, delete, activate or free anything
/// of it, and should be quick. Returns 0, or the result that stopped the walk.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_foreach_event(
    base: *mut event_base,
    callback: event_base_foreach_event_cb,
    arg: *mut c_void,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let base = unsafe { Base::from_ptr(base) };
    let (Some(base), Some(callback)) = (base, callback) else {
        return -1;
    };
    let flow = base.try_for_each_event(|ev| {
        // SAFETY: the program vouches for its callback, which may not change the base.
        match unsafe { callback(base.as_ptr(), ev.as_ptr(), arg) } {
            0 => ControlFlow::Continue(()),
            result => ControlFlow::Break(result),
        }
    });
    flow.break_value().unwrap_or(0)
}

/// Writes the inserted and the active events to `file`, one a line, for people to read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_dump_events(base: *mut event_base, file: *mut FILE) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(base) = (unsafe { Base::from_ptr(base) }) else {
        return;
    };
    // An error is left in the stream, where C programs look for it.
    let _ = base.dump(&mut Stream(file));
}

/// Activates every event that waits for some of `events` (EV_READ, EV_WRITE and so on) on this
/// descriptor, as if the system had reported it. If EV_TIMEOUT is among them, it is the
/// events made with this descriptor, -1 included, that have a timeout, and their timeout that is
/// reported; the other bits then have no effect.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_active_by_fd(
    base: *mut event_base,
    fd: evutil_socket_t,
    events: c_short,
) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(base) = (unsafe { Base::from_ptr(base) }) else {
        return;
    };
    base.pretend_fd_ready(fd, Events::from_bits_retain(events));
}

/// Activates every event that waits for this signal, as if it had been received.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_active_by_signal(base: *mut event_base, sig: c_int) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(base) = (unsafe { Base::from_ptr(base) }) else {
        return;
    };
    base.pretend_signal(sig);
}

fn new_base(config: &event_config) -> *mut event_base {
    Base::new(config).map_or(ptr::null_mut(), Base::as_ptr)
}

/// Frees a base; of the current one, if none is named.
fn free_base(base: Option<Base>, run_finalizers: bool) {
    match base.or_else(Base::current) {
        Some(base) => base.free(run_finalizers),
        None => warnx!("event_base_free_: no base to free"),
    }
}

/// Names that end with NULL, as C programs walk them.
struct MethodNames([*const c_char; METHODS.len() + 1]);

// SAFETY: the names are constant.
unsafe impl Sync for MethodNames {}

/// A C stream to write to.
struct Stream(*mut FILE);

impl fmt::Write for Stream {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        // SAFETY: the program vouches for the stream.
        let written = unsafe { libc::fwrite(s.as_ptr().cast(), 1, s.len(), self.0) };
        if written == s.len() {
            Ok(())
        } else {
            Err(fmt::Error)
        }
    }
}
