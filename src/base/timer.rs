//! Time as the loop sees it, and the timeouts that are due.

use std::cell::Cell;

use libc::timeval;

use super::config::Flags;
use super::event_struct::{Closure, Ev, Events};
use super::queue::Wait;
use super::{Base, event_base};
use crate::ds::timer_heap::Timed;
use crate::rt::log::{debug_log, warnx};
use crate::rt::time::{self, Micros, Moment, MonotonicClock, Source};

/// When an event is to time out.
#[derive(Clone, Copy)]
pub(crate) enum Timeout {
    /// This long from now; may be a common timeout of the base.
    After(timeval),
    /// At this monotonic time.
    At(Micros),
}

/// How often the distance between the wall clock and the monotonic clock is measured anew.
const WALL_CLOCK_SYNC: Micros = 5_000_000;

/// The clock of a base.
pub(crate) struct BaseTime {
    clock: MonotonicClock,
    /// The time of this turn of the loop; none outside of the loop.
    cached: Cell<Option<Moment>>,
    /// What to add to monotonic time to get the wall clock.
    wall_offset: Cell<Micros>,
    last_sync: Cell<Option<Micros>>,
}

impl BaseTime {
    pub(crate) fn new(source: Source) -> Self {
        BaseTime {
            clock: MonotonicClock::new(source),
            cached: Cell::new(None),
            wall_offset: Cell::new(0),
            last_sync: Cell::new(None),
        }
    }

    #[inline(never)]
    fn read(&self) -> Moment {
        let now = self.clock.now();
        let due = self
            .last_sync
            .get()
            .is_none_or(|last| now.micros() - last >= WALL_CLOCK_SYNC);
        if due {
            self.sync_wall_clock(now.micros());
        }
        now
    }

    #[cold]
    fn sync_wall_clock(&self, now: Micros) {
        self.wall_offset.set(time::wall_clock() - now);
        self.last_sync.set(Some(now));
    }

    #[inline]
    fn now(&self) -> Moment {
        self.cached.get().unwrap_or_else(|| self.read())
    }
}

impl event_base {
    /// The monotonic time: of this turn, while the loop runs. For who holds the lock.
    #[inline]
    pub(super) fn now(&self) -> Micros {
        self.time.now().micros()
    }
}

impl Base {
    /// Fixes the time for the rest of this turn.
    pub(crate) fn cache_time(self) {
        self.time.cached.set(None);
        if !self.flags.contains(Flags::NO_CACHE_TIME) {
            self.time.cached.set(Some(self.time.read()));
        }
    }

    /// The monotonic time: of this turn, while the loop runs. For all that is not part of the base.
    pub(crate) fn turn_time(self) -> Micros {
        let _lock = self.lock();
        self.now()
    }

    /// From here on time is read when it is asked for.
    pub(crate) fn uncache_time(self) {
        self.time.cached.set(None);
    }

    /// The wall clock: of this turn, while the loop runs.
    pub(crate) fn wall_time(self) -> timeval {
        let _lock = self.lock();
        time::to_timeval(match self.time.cached.get() {
            Some(now) => now.micros().saturating_add(self.time.wall_offset.get()),
            None => time::wall_clock(),
        })
    }

    /// The monotonic time, this very moment.
    pub(crate) fn monotonic_time(self) -> timeval {
        let _lock = self.lock();
        self.time.clock.now().timeval()
    }

    pub(crate) fn to_wall_clock(self, time: Micros) -> timeval {
        time::to_timeval(time.saturating_add(self.time.wall_offset.get()))
    }

    /// The moment that `timeout` stands for.
    #[inline]
    pub(crate) fn deadline(self, timeout: &Timeout) -> Moment {
        match timeout {
            Timeout::At(deadline) => (*deadline).into(),
            Timeout::After(span) => {
                let now = self.time.now();
                match now.after_plain(span) {
                    Some(moment) => moment,
                    None => self.after_unusual(now, *span),
                }
            }
        }
    }

    /// The moment after a span that is a common timeout, or odd.
    #[inline(never)]
    fn after_unusual(self, now: Moment, span: timeval) -> Moment {
        now.after(&self.plain_timeout(span))
    }

    /// How long the loop may sleep: until the first timeout, or without limit if there is none.
    pub(crate) fn time_to_first_timeout(self) -> Option<Micros> {
        let first = self.timers.first()?;
        Some(first.deadline().saturating_sub(self.now()).max(0))
    }

    /// Makes the events active whose time has come.
    pub(crate) fn activate_due_timers(self) {
        let Some(mut first) = self.timers.first() else {
            return;
        };
        let now = self.now();
        while first.deadline() <= now {
            debug_log!("event: {:p}, timed out", first.as_ptr());
            self.time_out(first);
            match self.timers.first() {
                Some(next) => first = next,
                None => return,
            }
        }
    }

    fn time_out(self, ev: Ev) {
        // What the event is already active with must not be lost.
        let result = ev.result_if_active();
        let calls = if result.is_empty() {
            1
        } else {
            ev.signal_calls()
        };
        if ev.closure() == Closure::PERSIST && ev.has_interval() {
            // It is about to be armed again, and need not leave its fd meanwhile.
            self.disarm(ev);
        } else {
            let _ = self.del(ev, Wait::No);
        }
        self.activate(ev, result | Events::TIMEOUT, calls);
    }

    /// Arms a persistent event's timeout again before its callback runs.
    pub(crate) fn rearm_persistent(self, ev: Ev) {
        let interval = time::from_timeval(&ev.interval());
        let now = self.now();
        // Ticks are counted from when they were due, not from when they were served, unless the
        // event was made active by something else. Missed ones are not made up for.
        let from = if ev.result().contains(Events::TIMEOUT) {
            ev.deadline()
        } else {
            now
        };
        let mut next = from.saturating_add(interval);
        if next < now {
            next = now.saturating_add(interval);
        }
        if self.add(ev, Some(Timeout::At(next))).is_err() {
            warnx!(
                "event_process_active: persistent event {:p} could not be armed again",
                ev.as_ptr()
            );
        }
    }
}
