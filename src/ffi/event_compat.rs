//! Functions of libevent 1.x that work on one base for the whole program: the one that
//! event_init() made last. Not safe with several threads; use event2/event.h in new programs.
//!
//! The signal_ and timeout_ macros are old names for the evsignal_ and evtimer_ ones.

use std::ffi::{c_char, c_int, c_short, c_void};
use std::ptr::{self, NonNull};

use libc::timeval;

use super::event::dispatch::run_loop;
use super::event::events::assign;
use super::status;
use super::util::evutil_socket_t;
use crate::base::{Base, Events, event, event_base, event_config};
use crate::rt::log;

/// Makes a base and makes it the current one. NULL on failure. Use event_base_new() instead.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_init() -> *mut event_base {
    match Base::new(&event_config::new()) {
        Ok(base) => {
            base.make_current();
            base.as_ptr()
        }
        Err(_) => log::fatal(
            1,
            format_args!("event_init: Unable to construct event_base"),
        ),
    }
}

/// Runs the loop of the current base. Use event_base_dispatch() instead.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_dispatch() -> c_int {
    run_loop(Base::current(), 0)
}

/// Runs the loop of the current base with EVLOOP_ flags. Use event_base_loop() instead.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_loop(flags: c_int) -> c_int {
    run_loop(Base::current(), flags)
}

/// Ends the current base's loop after `tv`. Use event_base_loopexit() instead.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_loopexit(tv: *const timeval) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let tv = unsafe { tv.as_ref() };
    Base::current().map_or(-1, |base| status(base.exit_loop(tv.copied())))
}

/// Ends the current base's loop after the running callback. Use event_base_loopbreak() instead.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_loopbreak() -> c_int {
    Base::current().map_or(-1, |base| {
        base.break_loop();
        0
    })
}

/// Has a function called once, through the current base. Use event_base_once() instead.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_once(
    fd: evutil_socket_t,
    events: c_short,
    callback: Option<unsafe extern "C" fn(evutil_socket_t, c_short, *mut c_void)>,
    arg: *mut c_void,
    timeout: *const timeval,
) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let timeout = unsafe { timeout.as_ref() };
    let events = Events::from_bits_retain(events);
    Base::current().map_or(-1, |base| {
        status(base.once(fd, events, callback, arg, timeout.copied()))
    })
}

/// The name of the current base's polling method. Use event_base_get_method() instead.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_get_method() -> *const c_char {
    Base::current().map_or(ptr::null(), |base| base.method_name().as_ptr())
}

/// Sets the number of the current base's priorities. Use event_base_priority_init() instead.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_priority_init(npriorities: c_int) -> c_int {
    Base::current().map_or(-1, |base| status(base.set_priorities(npriorities)))
}

/// Makes an event of the current base in the caller's memory. Use event_assign() instead.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_set(
    ev: *mut event,
    fd: evutil_socket_t,
    events: c_short,
    callback: Option<unsafe extern "C" fn(evutil_socket_t, c_short, *mut c_void)>,
    arg: *mut c_void,
) {
    let Some(ev) = NonNull::new(ev) else {
        return;
    };
    // SAFETY: the caller's promise is ours. A wrong combination of events has been warned of.
    let _ = unsafe { assign(ev, ptr::null_mut(), fd, events, callback, arg) };
}
