//! Looking at a base: how many events it has, which, and in what state.

use std::cell::Cell;
use std::ffi::c_int;
use std::fmt::{self, Write};
use std::ops::ControlFlow;

use bitflags::bitflags;

use super::Base;
use super::event_struct::{Callback, Ev, Events, State};

/// A number and the largest it has been.
pub(crate) struct Counter {
    now: Cell<c_int>,
    max: Cell<c_int>,
}

impl Counter {
    const fn new() -> Self {
        Counter {
            now: Cell::new(0),
            max: Cell::new(0),
        }
    }

    #[inline]
    pub(crate) fn increase(&self) {
        let now = self.now.get() + 1;
        self.now.set(now);
        if now > self.max.get() {
            self.max.set(now);
        }
    }

    #[inline]
    pub(crate) fn decrease(&self) {
        self.now.set(self.now.get() - 1);
    }
}

/// What is counted. An event counts once for each queue it is on.
pub(crate) struct Counts {
    /// The program's events; the library's own do not count.
    added: Counter,
    /// All active events.
    pub(crate) active: Counter,
}

impl Counts {
    pub(crate) const fn new() -> Self {
        Counts {
            added: Counter::new(),
            active: Counter::new(),
        }
    }

    #[inline]
    pub(crate) fn any_added(&self) -> bool {
        self.added.now.get() > 0
    }

    #[inline]
    pub(crate) fn any_active(&self) -> bool {
        self.active.now.get() > 0
    }
}

bitflags! {
    /// Which counts are asked for: `EVENT_BASE_COUNT_*`.
    #[derive(Clone, Copy)]
    pub(crate) struct Counted: u32 {
        const ACTIVE = 1;
        /// Things other than events that keep the loop going.
        const VIRTUAL = 2;
        const ADDED = 4;
    }
}

impl Base {
    #[inline]
    pub(crate) fn count_added(self, callback: Callback) {
        if !callback.is(State::INTERNAL) {
            self.counts.added.increase();
        }
    }

    #[inline]
    pub(crate) fn count_removed(self, callback: Callback) {
        if !callback.is(State::INTERNAL) {
            self.counts.added.decrease();
        }
    }

    /// The counts that `which` asks for, added up.
    pub(crate) fn count(self, which: Counted) -> c_int {
        let _lock = self.lock();
        self.counters(which).map(|c| c.now.get()).sum()
    }

    /// The largest values of the counts that `which` asks for, added up; they start anew, if `reset`.
    pub(crate) fn max_count(self, which: Counted, reset: bool) -> c_int {
        let _lock = self.lock();
        let max = self.counters(which).map(|c| c.max.get()).sum();
        if reset {
            self.counters(which).for_each(|c| c.max.set(0));
        }
        max
    }

    /// Nothing in the event core counts as virtual.
    fn counters(&self, which: Counted) -> impl Iterator<Item = &Counter> {
        let counts = &self.counts;
        [
            (Counted::ADDED, &counts.added),
            (Counted::ACTIVE, &counts.active),
        ]
        .into_iter()
        .filter(move |(kind, _)| which.contains(*kind))
        .map(|(_, counter)| counter)
    }

    /// Visits each event that is added or active, once, until told to stop.
    pub(crate) fn try_for_each_event<B>(
        self,
        visit: impl FnMut(Ev) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let _lock = self.lock();
        let timers = self.timers.iter().filter(|ev| !ev.is(State::INSERTED));
        let active = self
            .active
            .iter()
            .filter_map(Callback::event)
            .filter(|ev| !ev.is(State::INSERTED | State::TIMEOUT));
        self.io
            .iter()
            .chain(self.signals.iter())
            .chain(timers)
            .chain(active)
            .try_for_each(visit)
    }

    /// Writes a line for each added and each active event.
    pub(crate) fn dump(self, out: &mut impl Write) -> fmt::Result {
        let flow = |result: fmt::Result| match result {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => ControlFlow::Break(error),
        };
        writeln!(out, "Inserted events:")?;
        let added = self.try_for_each_event(|ev| flow(self.dump_added(ev, out)));
        if let ControlFlow::Break(error) = added {
            return Err(error);
        }
        writeln!(out, "Active events:")?;
        let active = self.try_for_each_event(|ev| flow(self.dump_active(ev, out)));
        active.break_value().map_or(Ok(()), Err)
    }

    fn dump_added(self, ev: Ev, out: &mut impl Write) -> fmt::Result {
        if !ev.is(State::INSERTED | State::TIMEOUT) {
            return Ok(());
        }
        let kind = kind(ev);
        write!(out, "  {:p} [{kind} {}]", ev.as_ptr(), ev.fd())?;
        for (flag, name) in [
            (Events::READ, "Read"),
            (Events::WRITE, "Write"),
            (Events::CLOSED, "EOF"),
            (Events::SIGNAL, "Signal"),
            (Events::PERSIST, "Persist"),
            (Events::ET, "ET"),
        ] {
            if ev.events().contains(flag) {
                write!(out, " {name}")?;
            }
        }
        if ev.is(State::INTERNAL) {
            write!(out, " Internal")?;
        }
        if ev.is(State::TIMEOUT) {
            let at = self.wall_deadline(ev);
            write!(out, " Timeout={}.{:06}", at.tv_sec, at.tv_usec)?;
        }
        writeln!(out)
    }

    fn dump_active(self, ev: Ev, out: &mut impl Write) -> fmt::Result {
        if !ev.is(State::ACTIVE) {
            return Ok(());
        }
        let (kind, priority) = (kind(ev), ev.priority());
        write!(
            out,
            "  {:p} [{kind} {}, priority={priority}]",
            ev.as_ptr(),
            ev.fd()
        )?;
        for (flag, name) in [
            (Events::READ, "Read"),
            (Events::WRITE, "Write"),
            (Events::CLOSED, "EOF"),
            (Events::SIGNAL, "Signal"),
            (Events::TIMEOUT, "Timeout"),
        ] {
            if ev.result().contains(flag) {
                write!(out, " {name}")?;
            }
        }
        let internal = if ev.is(State::INTERNAL) {
            " [Internal]"
        } else {
            ""
        };
        writeln!(out, " active{internal}")
    }
}

fn kind(ev: Ev) -> &'static str {
    if ev.events().contains(Events::SIGNAL) {
        "sig"
    } else {
        "fd "
    }
}
