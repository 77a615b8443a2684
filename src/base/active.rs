//! Active events: queued by priority, then called.

use std::cell::Cell;
use std::ffi::{c_int, c_short};
use std::ptr::NonNull;
use std::slice;

use super::event_struct::{ActiveLink, Callback, Closure, Ev, Events, State, Turn};
use super::queue::Wait;
use super::run::Interrupt;
use super::{Base, Debug, Failed};
use crate::ds::list::List;
use crate::rt::log::{debug_enabled, debug_log};
use crate::rt::mm::{self, OutOfMemory};
use crate::rt::time::Micros;

pub(super) type ActiveList = List<Callback, ActiveLink>;

/// The most priorities a base can have: they fit a byte.
const MAX_PRIORITIES: usize = 256;

/// One list of active events for each priority, the most important first.
pub(crate) struct ActiveQueues {
    /// INVARIANT: points to `len` lists, at least one.
    lists: Cell<NonNull<ActiveList>>,
    len: Cell<usize>,
}

impl ActiveQueues {
    pub(crate) fn new() -> Result<Self, OutOfMemory> {
        Ok(ActiveQueues {
            lists: Cell::new(allocate(1)?),
            len: Cell::new(1),
        })
    }

    #[inline]
    fn lists(&self) -> &[ActiveList] {
        // SAFETY: the invariant. They are replaced only while none is in use: `resize` runs with
        // the lock held, and no list is kept across a call into the program.
        unsafe { slice::from_raw_parts(self.lists.get().as_ptr(), self.len.get()) }
    }

    /// The list of a priority; beyond the last one, the last.
    #[inline]
    fn list(&self, priority: u8) -> &ActiveList {
        let index = usize::from(priority).min(self.len.get() - 1);
        // SAFETY: the invariant, and as in `lists`; there is at least one list.
        unsafe { self.lists.get().add(index).as_ref() }
    }

    /// Changes the number of priorities. All lists are empty.
    fn resize(&self, len: usize) -> Result<(), OutOfMemory> {
        let lists = allocate(len)?;
        let old = self.lists.replace(lists);
        self.len.set(len);
        // SAFETY: `allocate` gave it, and it is not used any more.
        unsafe { mm::free(old.as_ptr().cast()) };
        Ok(())
    }

    /// All that is active.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Callback> + '_ {
        self.lists().iter().flat_map(List::iter)
    }

    pub(crate) fn first(&self) -> Option<Callback> {
        self.lists().iter().find_map(List::first)
    }
}

impl Drop for ActiveQueues {
    fn drop(&mut self) {
        // SAFETY: `allocate` gave it, and it is not used any more.
        unsafe { mm::free(self.lists.get().as_ptr().cast()) };
    }
}

fn allocate(len: usize) -> Result<NonNull<ActiveList>, OutOfMemory> {
    let lists = mm::malloc(len * size_of::<ActiveList>())
        .ok_or(OutOfMemory)?
        .cast::<ActiveList>();
    for i in 0..len {
        // SAFETY: the memory fits `len` lists.
        unsafe { lists.add(i).write(ActiveList::new()) };
    }
    Ok(lists)
}

/// How far one turn may go before the loop polls again.
struct Bounds {
    callbacks: c_int,
    until: Option<Micros>,
}

/// Why the work on one list ended.
enum Outcome {
    /// After this many callbacks, the library's own not counted.
    Ran(c_int),
    Stopped,
}

impl Base {
    /// How many priorities the base has.
    pub(crate) fn priorities(self) -> usize {
        self.active.len.get()
    }

    /// The priority of new events: the middle one.
    pub(crate) fn default_priority(self) -> u8 {
        (self.priorities() / 2) as u8
    }

    /// Sets the number of priorities; refused while events are active.
    pub(crate) fn set_priorities(self, n: c_int) -> Result<(), Failed> {
        let _lock = self.lock();
        let n = usize::try_from(n).map_err(|_| Failed)?;
        if self.counts.any_active() || n == 0 || n >= MAX_PRIORITIES {
            return Err(Failed);
        }
        if n != self.priorities() {
            self.active.resize(n)?;
        }
        Ok(())
    }

    /// Queues `ev` for its callback, or adds to what it is already queued for.
    #[inline(always)]
    pub(crate) fn activate(self, ev: Ev, result: Events, calls: c_short) {
        let idle = !ev.is(State::FINALIZING | State::ACTIVE | State::ASSUMED);
        if idle && !ev.events().contains(Events::SIGNAL) && !debug_enabled() {
            self.make_active(ev, result);
        } else {
            self.activate_any(ev, result, calls);
        }
    }

    /// The same, whatever state the event is in.
    #[inline(never)]
    fn activate_any(self, ev: Ev, result: Events, calls: c_short) {
        debug_log!(
            "event_active: {:p} (fd {}), res {:?}, callback {:p}",
            ev.as_ptr(),
            ev.fd(),
            result,
            ev.arg(),
        );
        if ev.is(State::FINALIZING) {
            return;
        }
        if ev.is(State::ACTIVE) {
            ev.set_result(ev.result() | result);
            return;
        }
        self.forget_assumption(ev);
        if ev.events().contains(Events::SIGNAL) {
            // The calls that its callback still has to make stand for those it asks for meanwhile.
            let being_called = self.control.running_event() == Some(ev)
                && self.control.has_calls_left()
                && self.in_loop_thread();
            ev.set_signal_calls(if being_called { 0 } else { calls });
        }
        self.make_active(ev, result);
    }

    #[inline]
    fn make_active(self, ev: Ev, result: Events) {
        ev.set_result(result);
        if self.control.is_overtaken_by(ev.priority()) {
            self.control.interrupt(Interrupt::RESTART);
        }
        self.enqueue_active(ev.callback());
        if self.runs_elsewhere() {
            self.wake();
        }
    }

    #[inline]
    pub(crate) fn enqueue_active(self, callback: Callback) {
        self.count_added(callback);
        self.counts.active.increase();
        callback.mark(State::ACTIVE);
        self.active.list(callback.priority()).push_back(callback);
    }

    #[inline]
    pub(crate) fn dequeue_active(self, callback: Callback) {
        self.count_removed(callback);
        self.counts.active.decrease();
        callback.unmark(State::ACTIVE);
        self.active.list(callback.priority()).remove(callback);
    }

    /// The same for the first callback of a list.
    #[inline]
    fn dequeue_first(self, list: &ActiveList, first: Callback) {
        self.count_removed(first);
        self.counts.active.decrease();
        first.unmark(State::ACTIVE);
        list.remove_first(first);
    }

    /// Calls active events: those of the most important priority that has any. Returns how many of
    /// the program's callbacks ran.
    pub(crate) fn run_active(self) -> c_int {
        let mut ran = 0;
        for priority in 0..self.priorities() as c_int {
            // Callbacks may have changed the number of priorities.
            if priority >= self.priorities() as c_int {
                break;
            }
            if self.active.list(priority as u8).is_empty() {
                continue;
            }
            self.control.set_running_priority(priority as u8);
            let outcome = if priority < self.limits.from_priority {
                self.run_list(priority as u8, |_| false)
            } else {
                self.run_list_bounded(priority as u8)
            };
            match outcome {
                // Lists with nothing but the library's own events do not count as a turn.
                Outcome::Ran(0) => {}
                Outcome::Ran(n) => {
                    ran = n;
                    break;
                }
                Outcome::Stopped => {
                    ran = -1;
                    break;
                }
            }
        }
        self.control.set_running_priority(0);
        ran
    }

    // Not in line, so that the usual way, without bounds, needs few registers.
    #[inline(never)]
    fn run_list_bounded(self, priority: u8) -> Outcome {
        let bounds = Bounds {
            callbacks: self.limits.callbacks,
            until: self.limits.interval.map(|interval| {
                self.cache_time();
                self.now().saturating_add(interval)
            }),
        };
        self.run_list(priority, |ran| self.is_reached(&bounds, ran))
    }

    /// Calls what is on a list, until the bounds `are_reached` with so many calls.
    #[inline(always)]
    fn run_list(self, priority: u8, are_reached: impl Fn(c_int) -> bool) -> Outcome {
        let mut ran = 0;
        loop {
            let list = self.active.list(priority);
            let Some(callback) = list.first() else {
                break;
            };
            ran += c_int::from(!callback.is(State::INTERNAL));
            match callback.event() {
                Some(ev) => self.call(ev, list),
                None => self.call_deferred(callback, Turn::Come),
            }
            if self.control.is_interrupted() {
                if self.control.is_broken() {
                    return Outcome::Stopped;
                }
                break;
            }
            if are_reached(ran) {
                break;
            }
        }
        Outcome::Ran(ran)
    }

    /// Whether a turn that has made so many calls ends with them.
    fn is_reached(self, bounds: &Bounds, ran: c_int) -> bool {
        if ran >= bounds.callbacks {
            return true;
        }
        bounds.until.is_some_and(|until| {
            ran > 0 && {
                self.cache_time();
                self.now() >= until
            }
        })
    }

    /// Calls `ev`, the first of an active list, and takes it off. It may be freed afterwards.
    #[inline(always)]
    fn call(self, ev: Ev, list: &ActiveList) {
        let stays = ev.events().contains(Events::PERSIST) || ev.is(State::FINALIZING);
        if !stays && ev.is(State::INSERTED | State::TIMEOUT) {
            let _ = self.del(ev, Wait::No);
        } else {
            self.dequeue_first(list, ev.callback());
            if !stays {
                Debug::note_deleted(ev);
            }
        }
        debug_log!(
            "event_process_active: event: {:p}, {:?} call {:p}",
            ev.as_ptr(),
            ev.result(),
            ev.arg(),
        );
        self.control.set_running_event(Some(ev));
        let closure = ev.closure();
        if closure == Closure::EVENT || closure == Closure::PERSIST {
            if closure == Closure::PERSIST && ev.has_interval() {
                self.rearm_persistent(ev);
            }
            self.call_function(ev);
            self.callback_returned();
        } else {
            self.call_specially(ev);
        }
    }

    #[inline(always)]
    fn call_function(self, ev: Ev) {
        let (function, fd, result, arg) = (ev.function(), ev.fd(), ev.result(), ev.arg());
        // `ev` is not touched from here on: its callback may free it.
        if let Some(function) = function {
            // SAFETY: whoever made the event vouched for its callback and argument.
            self.unlocked(|| unsafe { function(fd, result.bits(), arg) });
        }
    }

    #[inline(never)]
    fn call_specially(self, ev: Ev) {
        match ev.closure() {
            Closure::SIGNAL => self.call_signal(ev),
            Closure::FINALIZE | Closure::FINALIZE_FREE => {
                // Nobody waits for a finalizer.
                self.callback_returned();
                self.call_finalizer(ev);
                return;
            }
            _ => self.call_function(ev),
        }
        self.callback_returned();
    }
}
