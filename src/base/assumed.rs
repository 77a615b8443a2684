//! Assumed readiness: fds that are taken to be ready without asking the kernel.
//!
//! A socket can nearly always be written to. So an event for writing may be added on that assumption:
//! it becomes active in the same turn of the loop, after the callbacks that are active anyway, and the
//! backend hears nothing of it. The callback that then finds the socket full has the kernel
//! [asked](Ev::ask_kernel) after all.

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
    /// Adds an event for writing whose fd is assumed to be ready. Without effect on an event that
    /// waits for its fd already, but for the timeout.
    pub(crate) fn add_assumed_ready(self, timeout: Option<Timeout>) -> Result<(), Failed> {
        let base = self.base().ok_or(Failed)?;
        let _lock = base.lock();
        if self.fd() < 0 || self.is(State::INSERTED | State::ACTIVE) {
            return base.add(self, timeout);
        }
        if timeout.is_none() {
            // That of an earlier time must not come back with the callback.
            self.clear_interval();
        }
        self.mark(State::UNTOLD);
        if let Err(failed) = base.add(self, timeout) {
            self.unmark(State::UNTOLD);
            return Err(failed);
        }
        base.assume_ready(self);
        Ok(())
    }

    /// Whether the event is pending on an assumption, and the kernel was not asked.
    pub(crate) fn is_assumed_ready(self) -> bool {
        self.is(State::UNTOLD)
    }

    /// The fd of an event that [is assumed ready](Self::is_assumed_ready) is so again after its
    /// callback.
    pub(crate) fn assume_still_ready(self) {
        if let Some(base) = self.base() {
            let _lock = base.lock();
            if self.is(State::UNTOLD) && !self.is(State::ACTIVE | State::ASSUMED) {
                base.assume_ready(self);
            }
        }
    }

    /// The fd of a pending event was not ready: has the kernel tell when it is.
    pub(crate) fn ask_kernel(self) -> Result<(), Failed> {
        let base = self.base().ok_or(Failed)?;
        let _lock = base.lock();
        if self.is(State::UNTOLD) {
            base.forget_assumption(self);
            base.tell_of(self)?;
        }
        Ok(())
    }
}

impl Base {
    fn assume_ready(self, ev: Ev) {
        ev.mark(State::ASSUMED);
        self.assumed.events.push_back(ev.callback());
        if self.runs_elsewhere() {
            self.wake();
        }
    }

    /// The event becomes active in another way, or is taken off its queues.
    #[inline]
    pub(crate) fn forget_assumption(self, ev: Ev) {
        if ev.is(State::ASSUMED) {
            ev.unmark(State::ASSUMED);
            self.assumed.events.remove(ev.callback());
        }
    }

    /// Makes the events active whose fds are assumed to be ready.
    pub(crate) fn activate_assumed(self) {
        while let Some(callback) = self.assumed.events.first() {
            if let Some(ev) = callback.event() {
                self.activate(ev, Events::WRITE, 1);
            }
        }
    }
}
