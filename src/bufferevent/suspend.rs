//! Enabling and disabling by the program, and pauses of the library's own.

use std::cell::Cell;

use bitflags::bitflags;

use super::{Bev, Failed};
use crate::base::Events;

bitflags! {
    /// Why the library does not read or write, though the program has it enabled.
    #[derive(Clone, Copy, PartialEq, Eq)]
    pub(super) struct Reasons: u8 {
        /// The input is at its high watermark.
        const WATERMARK = 0x01;
        /// The bufferevent's own rate limit is used up.
        const RATE = 0x02;
        /// Its group's is.
        const GROUP = 0x04;
        /// The filter above does not read.
        const FILTER = 0x08;
        /// A host name is being looked up, or its addresses race.
        const LOOKUP = 0x10;
    }
}

impl Bev {
    fn reasons(&self, what: Events) -> &Cell<Reasons> {
        if what == Events::READ {
            &self.read_suspended
        } else {
            &self.write_suspended
        }
    }

    /// Whether reading or writing pauses.
    #[inline]
    pub(super) fn is_suspended(self, what: Events) -> bool {
        !self.reasons(what).get().is_empty()
    }

    /// Whether reading or writing goes on.
    #[inline]
    pub(super) fn is_active(self, what: Events) -> bool {
        self.is_enabled(what) && !self.is_suspended(what)
    }

    /// Of reading and writing, those that go on.
    pub(super) fn active(self) -> Events {
        [Events::READ, Events::WRITE]
            .into_iter()
            .filter(|&what| self.is_active(what))
            .collect()
    }

    /// Pauses reading or writing.
    pub(super) fn suspend(self, what: Events, why: Reasons) {
        let reasons = self.reasons(what).get();
        self.reasons(what).set(reasons | why);
        if reasons.is_empty() {
            // Whatever it says, the callbacks look at the reasons.
            let _ = (self.ops().disable)(self, what);
        }
    }

    /// One reason to pause is gone. If it was not there, what is enabled starts anew all the same: a
    /// program may then be told that it can write.
    pub(super) fn resume(self, what: Events, why: Reasons) {
        let left = self.reasons(what).get() - why;
        self.reasons(what).set(left);
        if left.is_empty() && self.is_enabled(what) {
            // There is nobody to be told of a failure.
            let _ = (self.ops().enable)(self, what);
        }
    }

    /// The program wants to read or write from now on. What it wants stays noted if that fails.
    pub(crate) fn enable(self, what: Events) -> Result<(), Failed> {
        let _lock = self.lock();
        self.enabled.set(self.enabled.get() | what.bits());
        let now = what & self.active();
        if now.is_empty() {
            return Ok(());
        }
        (self.ops().enable)(self, now)
    }

    /// The program does not want to read or write any more.
    pub(crate) fn disable(self, what: Events) -> Result<(), Failed> {
        let _lock = self.lock();
        self.enabled.set(self.enabled.get() & !what.bits());
        (self.ops().disable)(self, what)
    }
}
