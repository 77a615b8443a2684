//! Debug mode: finds misuse of events by remembering every event that was assigned.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use super::Failed;
use super::event_struct::{Ev, Events};
use crate::ds::ptr_map::PtrMap;
use crate::rt::log::{self, warnx};
use crate::rt::thread::hold;

static ENABLED: AtomicBool = AtomicBool::new(false);
/// Something was made without being remembered.
static TOO_LATE: AtomicBool = AtomicBool::new(false);
static BASE_MADE: AtomicBool = AtomicBool::new(false);
/// Every event that is set up, by address; whether it is added.
static EVENTS: Mutex<PtrMap<bool>> = Mutex::new(PtrMap::new());

/// Turns debug mode on. Only before any event or base is made.
pub(crate) fn enable() {
    if ENABLED.load(Relaxed) {
        log::fatal(1, format_args!("event_enable_debug_mode was called twice!"));
    }
    if TOO_LATE.load(Relaxed) {
        log::fatal(
            1,
            format_args!(
                "event_enable_debug_mode must be called *before* creating any events or event_bases"
            ),
        );
    }
    ENABLED.store(true, Relaxed);
}

fn too_late() {
    TOO_LATE.store(true, Relaxed);
}

/// From now on it is too late to turn debug mode on and, in debug mode, to set up threads.
pub(crate) fn note_base_made() {
    too_late();
    BASE_MADE.store(true, Relaxed);
}

/// In debug mode, stops the program if it sets up threads when a base has been made without them.
pub(crate) fn assert_threads_not_too_late() {
    if Debug::is_enabled() && BASE_MADE.load(Relaxed) {
        log::fatal(
            1,
            format_args!("evthread initialization must be called BEFORE anything else!"),
        );
    }
}

/// The checks and notes of debug mode; without it each costs one branch.
pub(crate) struct Debug;

impl Debug {
    #[inline]
    pub(crate) fn is_enabled() -> bool {
        ENABLED.load(Relaxed)
    }

    /// Forgets everything and turns debug mode off.
    pub(crate) fn disable() {
        ENABLED.store(false, Relaxed);
        hold(&EVENTS).clear();
    }

    /// Remembers that `ev` was assigned.
    #[inline]
    pub(crate) fn note_set_up(ev: Ev) {
        too_late();
        if Self::is_enabled() {
            Self::remember(ev);
        }
    }

    #[cold]
    fn remember(ev: Ev) {
        if hold(&EVENTS).insert(address(ev), false).is_err() {
            log::fatal(1, format_args!("Out of memory in debugging code"));
        }
    }

    /// Forgets `ev`.
    #[inline]
    pub(crate) fn note_torn_down(ev: Ev) {
        if Self::is_enabled() {
            Self::forget(ev);
        }
    }

    #[cold]
    fn forget(ev: Ev) {
        hold(&EVENTS).remove(address(ev));
    }

    #[inline]
    pub(crate) fn note_added(ev: Ev) {
        if Self::is_enabled() {
            Self::note(
                ev,
                true,
                "event_debug_note_add_: noting an add on a non-setup event",
            );
        }
    }

    #[inline]
    pub(crate) fn note_deleted(ev: Ev) {
        if Self::is_enabled() {
            Self::note(
                ev,
                false,
                "event_debug_note_del_: noting a del on a non-setup event",
            );
        }
    }

    #[cold]
    fn note(ev: Ev, added: bool, what: &str) {
        let known = hold(&EVENTS).update(address(ev), added);
        if !known {
            misuse(ev, what);
        }
    }

    /// Stops the program if `ev` was never assigned.
    #[inline]
    pub(crate) fn assert_is_set_up(ev: Ev) {
        if Self::is_enabled() {
            Self::check_set_up(ev);
        }
    }

    #[cold]
    fn check_set_up(ev: Ev) {
        if hold(&EVENTS).get(address(ev)).is_none() {
            misuse(
                ev,
                "event_debug_assert_is_setup_ called on a non-initialized event",
            );
        }
    }

    /// Stops the program if the event at `ev` is added: it must not be assigned then. Unless it is
    /// known to be an event, the memory may hold anything.
    #[inline]
    pub(crate) fn assert_not_added(ev: Ev) {
        if Self::is_enabled() {
            Self::check_not_added(ev);
        }
    }

    #[cold]
    fn check_not_added(ev: Ev) {
        if hold(&EVENTS).get(address(ev)) == Some(true) {
            misuse(
                ev,
                "event_debug_assert_not_added_ called on an already added event",
            );
        }
    }

    /// Stops the program if an edge-triggered event is to wait for a blocking socket.
    #[inline]
    pub(crate) fn assert_nonblocking(fd: i32) {
        if Self::is_enabled() && fd >= 0 {
            Self::check_nonblocking(fd);
        }
    }

    #[cold]
    fn check_nonblocking(fd: i32) {
        // SAFETY: fcntl may be asked about any number.
        let flags = unsafe { libc::fcntl(fd, libc::F_GETFL) };
        if flags >= 0 && flags & libc::O_NONBLOCK == 0 {
            log::fatal(
                log::ABORT,
                format_args!("event_assign: fd {fd} is not nonblocking"),
            );
        }
    }

    /// In debug mode, edge- and level-triggered events do not mix on one fd.
    pub(crate) fn check_same_trigger(other: Option<Ev>, ev: Ev) -> Result<(), Failed> {
        let mixed = Self::is_enabled()
            && other.is_some_and(|other| (other.events() ^ ev.events()).contains(Events::ET));
        if mixed {
            warnx!(
                "Tried to mix edge-triggered and non-edge-triggered events on fd {}",
                ev.fd()
            );
            return Err(Failed);
        }
        Ok(())
    }
}

fn address(ev: Ev) -> usize {
    ev.as_ptr().addr()
}

#[cold]
fn misuse(ev: Ev, what: &str) -> ! {
    log::fatal(
        log::ABORT,
        format_args!(
            "{what} {:p} (events: {:#x}, fd: {}, flags: {:#x})",
            ev.as_ptr(),
            ev.events().bits(),
            ev.fd(),
            ev.state().bits(),
        ),
    )
}
