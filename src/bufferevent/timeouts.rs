//! Timeouts of reading and writing.

use std::ffi::{c_int, c_short, c_void};
use std::ptr::NonNull;

use libc::timeval;

use super::{Bev, Failed, NO_TIMEOUT, What};
use crate::base::{Ev, Events, Timeout, Wait};
use crate::ffi::event::events::event_callback_fn;
use crate::rt::time::{self, Micros};

impl Bev {
    /// Sets how long reading and writing may take without progress; `None` for any time.
    pub(crate) fn set_timeouts(
        self,
        read: Option<timeval>,
        write: Option<timeval>,
    ) -> Result<(), Failed> {
        let _lock = self.lock();
        self.timeout_read.set(read.unwrap_or(NO_TIMEOUT));
        self.timeout_write.set(write.unwrap_or(NO_TIMEOUT));
        (self.ops().adjust_timeouts)(self)
    }

    /// How long reading may take without progress; 0 for any time.
    pub(crate) fn read_time(self) -> Micros {
        time::from_timeval(&self.timeout_read.get())
    }

    /// How long writing may take without progress, as the program has set it.
    pub(crate) fn write_time(self) -> timeval {
        self.timeout_write.get()
    }

    #[inline]
    pub(super) fn read_timeout(self) -> Option<Timeout> {
        timeout(self.timeout_read.get())
    }

    #[inline]
    pub(super) fn write_timeout(self) -> Option<Timeout> {
        timeout(self.timeout_write.get())
    }

    /// The time for reading begins anew, where no fd is waited for.
    pub(super) fn restart_read_timer(self) {
        restart(self.read_event(), self.read_timeout());
    }

    /// The time for writing begins anew, where no fd is waited for.
    pub(super) fn restart_write_timer(self) {
        restart(self.write_event(), self.write_timeout());
    }

    pub(super) fn stop_read_timer(self) {
        let _ = self.read_event().del(Wait::No);
    }

    pub(super) fn stop_write_timer(self) {
        let _ = self.write_event().del(Wait::No);
    }

    /// The timeouts of a bufferevent that waits for no fd have changed.
    pub(super) fn adjust_timers(self) -> Result<(), Failed> {
        if self.is_active(Events::READ) {
            self.restart_read_timer();
        } else {
            self.stop_read_timer();
        }
        self.adjust_write_timer();
        Ok(())
    }

    /// The time for writing begins anew, if there is something to write.
    pub(super) fn adjust_write_timer(self) {
        if self.is_active(Events::WRITE) && self.output().len() > 0 {
            self.restart_write_timer();
        } else {
            self.stop_write_timer();
        }
    }

    /// A timeout has passed: that direction ends.
    pub(super) fn time_out(self, what: Events) {
        let direction = if what == Events::READ {
            What::READING
        } else {
            // Connecting takes too long.
            self.stop_race();
            What::WRITING
        };
        let _ = self.disable(what);
        self.report(What::TIMEOUT | direction);
    }
}

/// A timeout as the program has set it; zero is none.
fn timeout(tv: timeval) -> Option<Timeout> {
    (tv.tv_sec != 0 || tv.tv_usec != 0).then_some(Timeout::After(tv))
}

fn restart(timer: Ev, timeout: Option<Timeout>) {
    let _ = match timeout {
        // Fails only without memory; then there is no timeout.
        Some(timeout) => timer.add(Some(timeout)),
        None => timer.del(Wait::No),
    };
}

/// The callbacks of the events that serve as timers, for reading and for writing.
pub(super) const TIMERS: [(Events, event_callback_fn); 2] = [
    (Events::empty(), Some(read_timer)),
    (Events::empty(), Some(write_timer)),
];

unsafe extern "C" fn read_timer(_: c_int, _: c_short, bev: *mut c_void) {
    timed_out(bev, Events::READ);
}

unsafe extern "C" fn write_timer(_: c_int, _: c_short, bev: *mut c_void) {
    timed_out(bev, Events::WRITE);
}

fn timed_out(bev: *mut c_void, what: Events) {
    if let Some(bev) = NonNull::new(bev.cast()).map(Bev)
        && let Some(_lock) = bev.enter()
    {
        bev.time_out(what);
    }
}
