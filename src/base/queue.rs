//! Adding events to a base and taking them off: what `event_add` and `event_del` do.

use std::ffi::{c_int, c_short};

use libc::timeval;

use super::debug::Debug;
use super::event_struct::{Closure, Ev, Events, State};
use super::timer::Timeout;
use super::{Base, Failed};
use crate::ds::timer_heap::Timed;
use crate::rt::log::{debug_log, rarely, warnx};
use crate::rt::thread;

/// Whether taking an event off waits for its callback, when that is running in another thread.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Wait {
    /// Unless the event was made with `EV_FINALIZE`.
    Auto,
    Yes,
    No,
}

impl Ev {
    /// The base of an event that an operation needs one for; warns if there is none.
    #[inline]
    fn base_for(self, operation: &str) -> Result<Base, Failed> {
        let base = self.base();
        if base.is_none() {
            rarely(move || warnx!("{operation}: event has no event_base set."));
        }
        base.ok_or(Failed)
    }

    /// Waits for the event's fd or signal, and for `timeout` if there is one.
    #[inline(never)]
    pub(crate) fn add(self, timeout: Option<Timeout>) -> Result<(), Failed> {
        self.add_in_place(timeout)
    }

    /// [`add`](Self::add) without a call, for `event_add`: the timeout, which the program has just written, is then
    /// not copied, but read as it was written.
    #[inline(always)]
    pub(crate) fn add_in_place(self, timeout: Option<Timeout>) -> Result<(), Failed> {
        let base = self.base_for("event_add")?;
        let _lock = base.lock();
        base.add(self, timeout)
    }

    /// Takes the event off all queues.
    #[inline]
    pub(crate) fn del(self, wait: Wait) -> Result<(), Failed> {
        let base = self.base_for("event_del_")?;
        // In this order: with threads, the state must not be read without the lock.
        let idle = || !self.is(State::QUEUED) && !self.events().contains(Events::SIGNAL);
        if thread::current().is_none() && idle() {
            // Nothing to take off and nobody to wait for. The base, which may be gone by now, is
            // left alone: programs do free events after their base.
            Debug::assert_is_set_up(self);
            return Ok(());
        }
        let _lock = base.lock();
        base.del(self, wait)
    }

    /// Makes the event active as if `result` had happened, `calls` times in the case of a signal.
    #[inline]
    pub(crate) fn activate(self, result: Events, calls: c_short) {
        let Ok(base) = self.base_for("event_active") else {
            return;
        };
        if base.is_shared() || Debug::is_enabled() {
            base.activate_with_care(self, result, calls);
        } else {
            base.activate(self, result, calls);
        }
    }

    /// Forgets the timeout, and nothing else.
    pub(crate) fn remove_timer(self) -> Result<(), Failed> {
        let base = self.base_for("event_remove_timer")?;
        let _lock = base.lock();
        if self.is(State::TIMEOUT) {
            let was_first = base.timers.is_first(self);
            base.disarm(self);
            self.clear_interval();
            if (was_first || !base.has_events()) && base.runs_elsewhere() {
                base.wake();
            }
        }
        Ok(())
    }

    /// Which of `asked` the event is waiting for or active with. If it has a timeout, and that is
    /// asked for, `timeout` becomes its time by the wall clock.
    pub(crate) fn pending(self, asked: Events, timeout: Option<&mut timeval>) -> Events {
        let Ok(base) = self.base_for("event_pending") else {
            return Events::empty();
        };
        Debug::assert_is_set_up(self);
        let _lock = base.lock();
        let mut flags = Events::empty();
        if self.is_added() {
            flags |= self.events() & (Events::IO | Events::SIGNAL);
        }
        if self.is(State::ACTIVE) {
            flags |= self.result();
        }
        if self.is(State::TIMEOUT) {
            flags |= Events::TIMEOUT;
        }
        let pending = flags & asked & (Events::TIMEOUT | Events::IO | Events::SIGNAL);
        if let Some(timeout) = timeout
            && pending.contains(Events::TIMEOUT)
        {
            *timeout = base.wall_deadline(self);
        }
        pending
    }

    /// Sets the priority of an event that is not active.
    pub(crate) fn prioritize(self, priority: c_int) -> Result<(), Failed> {
        Debug::assert_is_set_up(self);
        if self.is(State::ACTIVE) {
            return Err(Failed);
        }
        let priority = u8::try_from(priority).map_err(|_| Failed)?;
        let known = self
            .base()
            .is_none_or(|base| usize::from(priority) < base.priorities());
        if !known {
            return Err(Failed);
        }
        self.set_priority(priority);
        Ok(())
    }

    /// Moves an event that is on no queue to another base.
    pub(crate) fn move_to(self, base: Base) -> Result<(), Failed> {
        if self.state() != State::INIT {
            return Err(Failed);
        }
        Debug::assert_is_set_up(self);
        self.set_base(base);
        Ok(())
    }
}

impl Base {
    // Not where it is called, so that a base without a lock needs few registers there.
    #[inline(never)]
    fn activate_with_care(self, ev: Ev, result: Events, calls: c_short) {
        Debug::assert_is_set_up(ev);
        self.acquire_lock_here();
        self.activate(ev, result, calls);
        self.release_lock_here();
    }

    /// `event_add`, with the lock held.
    #[inline(always)]
    pub(crate) fn add(self, ev: Ev, timeout: Option<Timeout>) -> Result<(), Failed> {
        Debug::assert_is_set_up(ev);
        debug_log!(
            "event_add: event: {:p} (fd {}), {:?}{}",
            ev.as_ptr(),
            ev.fd(),
            ev.events(),
            if timeout.is_some() { " EV_TIMEOUT" } else { "" },
        );
        if ev.is(State::FINALIZING) {
            return Err(Failed);
        }
        if timeout.is_some() && !ev.is(State::TIMEOUT) {
            // First, so that nothing is half done when there is no memory.
            self.timers.reserve()?;
        }
        let mut loop_must_know = false;
        if ev.events().intersects(Events::IO | Events::SIGNAL)
            && !ev.is(State::INSERTED | State::ACTIVE)
        {
            self.insert(ev)?;
            loop_must_know = true;
        }
        if let Some(timeout) = timeout {
            loop_must_know |= self.arm(ev, timeout);
        }
        if loop_must_know && self.runs_elsewhere() {
            self.wake();
        }
        Debug::note_added(ev);
        Ok(())
    }

    /// Starts waiting for the fd or signal of `ev`.
    #[inline(never)]
    fn insert(self, ev: Ev) -> Result<(), Failed> {
        if ev.events().contains(Events::SIGNAL) {
            self.add_signal(ev)?;
        } else {
            self.add_io(ev)?;
        }
        ev.mark(State::INSERTED);
        self.count_added(ev.callback());
        Ok(())
    }

    /// `event_del`, with the lock held. A finalizing event stays as it is.
    pub(crate) fn del(self, ev: Ev, wait: Wait) -> Result<(), Failed> {
        Debug::assert_is_set_up(ev);
        if ev.is(State::FINALIZING) {
            return Ok(());
        }
        let result = self.unqueue(ev);
        let blocks = match wait {
            Wait::Auto => !ev.events().contains(Events::FINALIZE),
            Wait::Yes => true,
            Wait::No => false,
        };
        if blocks {
            self.wait_for_callback(ev);
        }
        result
    }

    /// Waits until the callback of `ev`, if another thread is running it, has returned. The event is
    /// not looked at: it may be freed meanwhile.
    pub(crate) fn await_callback(self, ev: Ev) {
        let _lock = self.lock();
        self.wait_for_callback(ev);
    }

    /// Takes an event off all queues, even one that is finalizing.
    pub(crate) fn unqueue(self, ev: Ev) -> Result<(), Failed> {
        debug_log!("event_del: {:p} (fd {})", ev.as_ptr(), ev.fd());
        let mut loop_must_know = ev.is(State::INSERTED);
        if ev.is(State::TIMEOUT) {
            // Else the loop would sleep until a time that nobody waits for any more.
            loop_must_know |= self.timers.is_first(ev);
            self.disarm(ev);
        }
        let mut result = Ok(());
        if ev.is(State::QUEUED) || ev.events().contains(Events::SIGNAL) {
            result = self.unqueue_but_timeout(ev);
        }
        if (loop_must_know || !self.has_events()) && self.runs_elsewhere() {
            self.wake();
        }
        Debug::note_deleted(ev);
        result
    }

    #[inline(never)]
    fn unqueue_but_timeout(self, ev: Ev) -> Result<(), Failed> {
        let signal = ev.events().contains(Events::SIGNAL);
        if signal {
            self.cut_signal_calls(ev);
        }
        if ev.is(State::ACTIVE) {
            self.dequeue_active(ev.callback());
        }
        self.forget_assumption(ev);
        if !ev.is(State::INSERTED) {
            return Ok(());
        }
        ev.unmark(State::INSERTED);
        self.count_removed(ev.callback());
        if signal {
            self.del_signal(ev)
        } else {
            self.del_io(ev)
        }
    }

    /// Arms the timeout of a persistent event for this time only.
    pub(crate) fn arm_once(self, ev: Ev, timeout: Timeout) -> Result<(), Failed> {
        if !ev.is(State::TIMEOUT) {
            self.timers.reserve()?;
        }
        if self.arm(ev, timeout) && self.runs_elsewhere() {
            self.wake();
        }
        ev.clear_interval();
        Ok(())
    }

    /// Arms the timeout of `ev`; tells whether the loop now has to wake earlier.
    #[inline(always)]
    fn arm(self, ev: Ev, timeout: Timeout) -> bool {
        let deadline = self.deadline(&timeout);
        if let Timeout::After(interval) = timeout
            && ev.closure() == Closure::PERSIST
        {
            ev.set_interval(self.plain_timeout(interval));
        }
        if ev.is(State::ACTIVE) && ev.result().contains(Events::TIMEOUT) {
            self.take_back_timeout(ev);
        }
        if ev.is(State::TIMEOUT) {
            // What was not first before, and is then, has come earlier.
            let earlier = !self.timers.is_first(ev) || deadline.micros() < ev.deadline();
            ev.set_deadline(deadline.timeval());
            self.timers.rearmed(ev, deadline.micros());
            return earlier && self.timers.is_first(ev);
        }
        ev.set_deadline(deadline.timeval());
        ev.mark(State::TIMEOUT);
        self.count_added(ev.callback());
        // Cannot fail: `add` has reserved the room.
        let _ = self.timers.insert(ev, deadline.micros());
        self.timers.is_first(ev)
    }

    /// Unsays the timeout of an event that is active and armed again before its callback ran. What
    /// else it is active with stays.
    #[inline(never)]
    fn take_back_timeout(self, ev: Ev) {
        let rest = ev.result() - Events::TIMEOUT;
        ev.set_result(rest);
        if rest.is_empty() {
            if ev.events().contains(Events::SIGNAL) {
                self.cut_signal_calls(ev);
            }
            self.dequeue_active(ev.callback());
        }
    }

    /// Takes the event off the timeout queue.
    #[inline]
    pub(crate) fn disarm(self, ev: Ev) {
        self.timers.remove(ev);
        ev.unmark(State::TIMEOUT);
        self.count_removed(ev.callback());
    }

    /// When `ev`, which has a timeout, times out by the wall clock.
    pub(crate) fn wall_deadline(self, ev: Ev) -> timeval {
        self.to_wall_clock(ev.deadline())
    }
}
