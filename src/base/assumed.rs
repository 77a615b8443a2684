//! Assumed readiness: fds that are taken to be ready without asking the kernel.
//!
//! A socket can nearly always be written to. So an event for writing may be added on that assumption:
//! it becomes active in the same turn of the loop, after the callbacks that are active anyway, and
//! neither the fd map nor the backend hears of it. The callback that then finds the socket full has
//! the event added [for real](Ev::ask_kernel). And where as much was read as was asked for, there is
//! often more.

use super::active::ActiveList;
use super::event_struct::{Ev, Events, State};
use super::timer::Timeout;
use super::{Base, Failed};

/// The events whose fds are assumed to be ready.
pub(crate) struct Assumed {
    events: ActiveList,
}

impl Assumed {
    pub(crate) const fn new() -> Self {
        Assumed {
            events: ActiveList::new(),
        }
    }

    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.events.is_empty()
    }
}

impl Ev {
    /// Adds an event for writing whose fd is assumed to be ready. One that waits for its fd already
    /// goes on doing so.
    #[inline]
    pub(crate) fn assume_ready(self, timeout: Option<Timeout>) -> Result<(), Failed> {
        let base = self.base().ok_or(Failed)?;
        let _lock = base.lock();
        if self.fd() < 0 || self.is(State::INSERTED) {
            return base.add(self, timeout);
        }
        match timeout {
            Some(timeout) => base.arm_once(self, timeout)?,
            // That of an earlier time must not come back with the callback.
            None => self.clear_interval(),
        }
        if !self.is(State::ASSUMED | State::ACTIVE) {
            base.put_on_assumption(self);
        }
        Ok(())
    }

    /// The fd of an event that waits for it is assumed to be ready once more.
    pub(crate) fn assume_still_ready(self) {
        if let Some(base) = self.base() {
            let _lock = base.lock();
            if self.is(State::INSERTED) && !self.is(State::ASSUMED | State::ACTIVE) {
                base.put_on_assumption(self);
            }
        }
    }

    /// The fd of an event that was active on an assumption was not ready: has the kernel tell when
    /// it is.
    pub(crate) fn ask_kernel(self, timeout: Option<Timeout>) -> Result<(), Failed> {
        let base = self.base().ok_or(Failed)?;
        let _lock = base.lock();
        base.forget_assumption(self);
        base.add(self, timeout)
    }
}

impl Base {
    #[inline]
    fn put_on_assumption(self, ev: Ev) {
        ev.mark(State::ASSUMED);
        self.count_added(ev.callback());
        self.assumed.events.push_back(ev.callback());
        if self.runs_elsewhere() {
            self.wake();
        }
    }

    /// The event becomes active, or is taken off its queues.
    #[inline]
    pub(crate) fn forget_assumption(self, ev: Ev) {
        if ev.is(State::ASSUMED) {
            ev.unmark(State::ASSUMED);
            self.count_removed(ev.callback());
            self.assumed.events.remove(ev.callback());
        }
    }

    /// Makes the events active whose fds are assumed to be ready.
    #[inline]
    pub(crate) fn activate_assumed(self) {
        while let Some(callback) = self.assumed.events.first() {
            if let Some(ev) = callback.event() {
                self.activate(ev, ev.events() & Events::IO, 1);
            }
        }
    }

    /// Takes all of them off.
    pub(crate) fn drop_assumed(self) -> usize {
        let mut n = 0;
        while let Some(ev) = self.assumed.events.first().and_then(|first| first.event()) {
            n += 1;
            self.forget_assumption(ev);
        }
        n
    }
}
