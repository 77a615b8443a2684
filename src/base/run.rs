//! The loop, and what steers it.

use std::cell::Cell;
use std::ffi::{c_int, c_short, c_void};

use bitflags::bitflags;
use libc::timeval;

use super::event_struct::{Ev, Events};
use super::{Base, Failed};
use crate::rt::log::{debug_log, warnx};
use crate::rt::thread;
use crate::rt::time::Micros;

bitflags! {
    /// How the loop runs: `EVLOOP_*`.
    #[derive(Clone, Copy)]
    pub(crate) struct LoopFlags: c_int {
        /// Wait until something is active, call that, and end.
        const ONCE = 0x01;
        /// Call what is active now, do not wait, and end.
        const NONBLOCK = 0x02;
        /// Go on when there is nothing to wait for.
        const NO_EXIT_ON_EMPTY = 0x04;
    }
}

bitflags! {
    /// Why the loop does not go on to the next active event.
    #[derive(Clone, Copy)]
    pub(crate) struct Interrupt: u8 {
        /// `event_base_loopbreak` was called: end after the running callback.
        const BREAK = 0x01;
        /// Look for active events from the most important priority again.
        const RESTART = 0x02;
    }
}

/// How often a turn goes on with what is assumed before it looks at all fds again.
const MAX_PASSES: u32 = 4;

/// Why a loop ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It was told to, or its flags said so.
    Stopped,
    /// There was nothing left to wait for.
    Empty,
}

/// What steers the loop. Changed under the base's lock.
pub(crate) struct Control {
    running: Cell<bool>,
    /// `event_base_loopexit` came due: end when the active events are done.
    exit: Cell<bool>,
    interrupt: Cell<Interrupt>,
    /// The priority whose list is run; 0, than which none is more important, if none is.
    running_priority: Cell<u8>,
    running_event: Cell<Option<Ev>>,
    /// How often the callback of the running signal event is still to be called.
    calls_left: Cell<c_short>,
}

impl Control {
    pub(crate) const fn new() -> Self {
        Control {
            running: Cell::new(false),
            exit: Cell::new(false),
            interrupt: Cell::new(Interrupt::empty()),
            running_priority: Cell::new(0),
            running_event: Cell::new(None),
            calls_left: Cell::new(0),
        }
    }

    #[inline]
    pub(crate) fn is_running(&self) -> bool {
        self.running.get()
    }

    #[inline]
    pub(crate) fn is_broken(&self) -> bool {
        self.interrupt.get().contains(Interrupt::BREAK)
    }

    #[inline]
    pub(crate) fn is_interrupted(&self) -> bool {
        !self.interrupt.get().is_empty()
    }

    pub(crate) fn interrupt(&self, why: Interrupt) {
        self.interrupt.set(self.interrupt.get() | why);
    }

    /// Forgets a reason to be interrupted.
    fn resume(&self, after: Interrupt) {
        self.interrupt.set(self.interrupt.get() - after);
    }

    /// Whether events of `priority` are to be called before the rest of the list that is run.
    #[inline]
    pub(crate) fn is_overtaken_by(&self, priority: u8) -> bool {
        priority < self.running_priority.get()
    }

    pub(crate) fn set_running_priority(&self, priority: u8) {
        self.running_priority.set(priority);
    }

    /// The event whose callback is running.
    #[inline]
    pub(crate) fn running_event(&self) -> Option<Ev> {
        self.running_event.get()
    }

    pub(crate) fn set_calls_left(&self, calls: c_short) {
        self.calls_left.set(calls);
    }

    pub(crate) fn has_calls_left(&self) -> bool {
        self.calls_left.get() > 0
    }

    /// Takes one of the calls that are left.
    pub(crate) fn take_call(&self) -> bool {
        let any = self.has_calls_left();
        self.calls_left.set((self.calls_left.get() - 1).max(0));
        any
    }

    #[inline]
    pub(crate) fn set_running_event(&self, ev: Option<Ev>) {
        self.running_event.set(ev);
    }
}

impl Base {
    /// Waits for events and calls them until told to end.
    pub(crate) fn run(self, flags: LoopFlags) -> Result<Ending, Failed> {
        let _lock = self.lock();
        if self.control.running.get() {
            warnx!(
                "event_base_loop: reentrant invocation.  Only one event_base_loop can run on each \
                 event_base at once."
            );
            return Err(Failed);
        }
        self.control.running.set(true);
        self.threads.loop_thread.set(thread::current());
        self.control.exit.set(false);
        self.control.resume(Interrupt::BREAK);
        self.uncache_time();
        self.claim_signals();

        let ending = self.turn_until_done(flags);

        self.uncache_time();
        self.control.running.set(false);
        ending
    }

    fn turn_until_done(self, flags: LoopFlags) -> Result<Ending, Failed> {
        loop {
            self.control.resume(Interrupt::RESTART);
            self.deferred.begin_turn();
            if self.control.exit.get() || self.control.is_broken() {
                debug_log!("event_base_loop: told to end");
                return Ok(Ending::Stopped);
            }
            // Callbacks may have taken their time: how long to wait is counted from now.
            self.uncache_time();
            if !flags.contains(LoopFlags::NO_EXIT_ON_EMPTY) && !self.has_events() {
                debug_log!("event_base_loop: no events registered.");
                return Ok(Ending::Empty);
            }
            let mut timeout = self.time_to_wait(flags);
            if self.run_prepare_watchers(timeout) {
                timeout = self.time_to_wait(flags);
            }
            self.make_later_active();
            self.flush_changes();
            self.backend.wait(self, timeout)?;
            self.cache_time();
            self.run_check_watchers();
            self.activate_assumed();
            self.activate_due_timers();
            if self.counts.any_active() {
                let ran = self.run_active_and_assumed();
                if flags.contains(LoopFlags::ONCE) && !self.counts.any_active() && ran != 0 {
                    return Ok(Ending::Stopped);
                }
            } else if flags.contains(LoopFlags::NONBLOCK) {
                return Ok(Ending::Stopped);
            }
        }
    }

    /// Calls what is active, and then what that has made assume that its fd is ready: what callbacks
    /// have written goes out now, rather than after the next wait.
    fn run_active_and_assumed(self) -> c_int {
        let mut ran = self.run_active();
        for _ in 0..MAX_PASSES {
            if ran < 0 || self.assumed.is_empty() || self.counts.any_active() {
                break;
            }
            self.activate_assumed();
            ran |= self.run_active();
        }
        ran
    }

    /// How long the next wait may take; `None` for without limit.
    fn time_to_wait(self, flags: LoopFlags) -> Option<Micros> {
        let control = &self.control;
        let told_to_end = control.exit.get() || control.is_broken();
        if told_to_end || self.has_work() || flags.contains(LoopFlags::NONBLOCK) {
            Some(0)
        } else {
            self.time_to_first_timeout()
        }
    }

    /// Whether something is to be called before the loop may sleep.
    #[inline]
    fn has_work(self) -> bool {
        self.counts.any_active() || !self.assumed.is_empty()
    }

    /// Whether there is anything to wait for or to call. The library's own events do not count.
    #[inline]
    pub(crate) fn has_events(self) -> bool {
        self.counts.any_added() || self.counts.any_active()
    }

    /// Ends the loop after the callback that is running.
    pub(crate) fn break_loop(self) {
        let _lock = self.lock();
        self.control.interrupt(Interrupt::BREAK);
        if self.runs_elsewhere() {
            self.wake();
        }
    }

    /// Looks for active events from the most important priority again, after the running callback.
    pub(crate) fn continue_loop(self) {
        let _lock = self.lock();
        self.control.interrupt(Interrupt::RESTART);
        if self.runs_elsewhere() {
            self.wake();
        }
    }

    /// Ends the loop `after` a time, or now, when the active events are done.
    pub(crate) fn exit_loop(self, after: Option<timeval>) -> Result<(), Failed> {
        unsafe extern "C" fn exit(_: c_int, _: c_short, base: *mut c_void) {
            // SAFETY: the event belongs to this base, which is running it.
            if let Some(base) = unsafe { Base::from_ptr(base.cast()) } {
                let _lock = base.lock();
                base.control.exit.set(true);
            }
        }
        let arg = self.as_ptr().cast();
        self.once(-1, Events::TIMEOUT, Some(exit), arg, after)
    }

    pub(crate) fn was_told_to_exit(self) -> bool {
        let _lock = self.lock();
        self.control.exit.get()
    }

    #[inline]
    pub(crate) fn was_broken(self) -> bool {
        let _lock = self.lock();
        self.control.is_broken()
    }

    /// The event whose callback is running in the calling thread, if any.
    pub(crate) fn running_event(self) -> Option<Ev> {
        let _lock = self.lock();
        self.control
            .running_event()
            .filter(|_| self.in_loop_thread())
    }

    /// Reads the clock anew, in a long callback.
    pub(crate) fn refresh_time(self) {
        let _lock = self.lock();
        if self.control.is_running() {
            self.cache_time();
        }
    }
}
