//! The loop: run callbacks until there is nothing left to wait for, or until told to stop.

use std::ffi::c_int;
use std::ptr;

use libc::timeval;

use crate::base::{Base, Ending, Ev, LoopFlags, event, event_base};
use crate::ffi::status;
use crate::rt::log::warnx;

/// Wait until some events are active, run their callbacks, then return.
pub const EVLOOP_ONCE: c_int = 0x01;
/// Do not wait: run the callbacks of what is ready now, then return.
pub const EVLOOP_NONBLOCK: c_int = 0x02;
/// Go on waiting though no event is pending, until told to stop.
pub const EVLOOP_NO_EXIT_ON_EMPTY: c_int = 0x04;

/// Runs the loop, as event_base_loop() does with no flags. Returns what that returns: 1 if nothing is pending any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_dispatch(base: *mut event_base) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    run_loop(unsafe { Base::from_ptr(base) }, 0)
}

/// Runs the loop of a base: wait for events, call back, and again.
///
/// Without flags it ends when no event is pending or active, or through event_base_loopexit()
/// or event_base_loopbreak(). `flags` may be any of the EVLOOP_ values together. One thread at
/// a time can run a base; a callback must not run its own.
///
/// Returns 1 if it ended because nothing was pending or active, 0 if it ended for another
/// reason, -1 on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_loop(base: *mut event_base, flags: c_int) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    run_loop(unsafe { Base::from_ptr(base) }, flags)
}

/// Ends the loop after `tv`, or with NULL as soon as the callbacks that are active now have run.
///
/// Called before the loop runs, it counts for the next run.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_loopexit(base: *mut event_base, tv: *const timeval) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (base, tv) = unsafe { (Base::from_ptr(base), tv.as_ref()) };
    base.map_or(-1, |base| status(base.exit_loop(tv.copied())))
}

/// Ends the loop right after the callback that is running now. Callbacks still due stay active
/// for the next run. Without effect on a loop that is not running.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_loopbreak(base: *mut event_base) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(base) = (unsafe { Base::from_ptr(base) }) else {
        return -1;
    };
    base.break_loop();
    0
}

/// Makes the loop look for new events right after the callback that is running now, before it
/// goes on with other active ones: those of higher priority come first then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_loopcontinue(base: *mut event_base) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(base) = (unsafe { Base::from_ptr(base) }) else {
        return -1;
    };
    base.continue_loop();
    0
}

/// Whether event_base_loopexit() ended the loop: not 0 if so. The next run clears it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_got_exit(base: *mut event_base) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(base) = (unsafe { Base::from_ptr(base) }) else {
        return 0;
    };
    c_int::from(base.was_told_to_exit())
}

/// Whether event_base_loopbreak() ended the loop: not 0 if so. The next run clears it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_got_break(base: *mut event_base) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(base) = (unsafe { Base::from_ptr(base) }) else {
        return 0;
    };
    c_int::from(base.was_broken())
}

/// The event whose callback is running now, or NULL. For use in the thread that runs the loop.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn event_base_get_running_event(base: *mut event_base) -> *mut event {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let Some(base) = (unsafe { Base::from_ptr(base) }) else {
        return ptr::null_mut();
    };
    base.running_event().map_or(ptr::null_mut(), Ev::as_ptr)
}

/// Runs the loop, with the result as C has it.
pub(in crate::ffi) fn run_loop(base: Option<Base>, flags: c_int) -> c_int {
    let Some(base) = base else {
        warnx!("event_base_loop: no base to run");
        return -1;
    };
    match base.run(LoopFlags::from_bits_retain(flags)) {
        Ok(Ending::Stopped) => 0,
        Ok(Ending::Empty) => 1,
        Err(_) => -1,
    }
}
