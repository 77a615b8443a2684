//! Deferred calls: what objects of the library put off until the loop gets to it.
//!
//! A deferred call takes its turn among the active events of its priority. Calls that ask for more
//! calls, and those for more, must not keep the loop from looking at its fds: past a number in one
//! turn, further ones come after the next wait.

use std::cell::Cell;
use std::ffi::c_void;
use std::ptr::NonNull;

use super::Base;
use super::active::ActiveList;
use super::event_struct::{Callback, DeferredFn, State, Turn, event_callback};
use crate::rt::log::warnx;

/// How many calls a turn takes before further ones have to wait.
const MAX_IN_A_TURN: u32 = 32;

/// A call that an object may put off; part of the object.
pub(crate) struct Deferred(event_callback);

/// A handle on a [`Deferred`] call. It borrows nothing.
pub(crate) type Call = Callback;

impl Deferred {
    /// A call of `function` with `arg`, not scheduled.
    pub(crate) fn new(function: DeferredFn, arg: *mut c_void, priority: u8) -> Self {
        let call = event_callback::deferred(function, arg);
        call.set_priority(priority);
        Deferred(call)
    }

    /// # Safety
    /// The call stays where it is for as long as the handle is used.
    pub(crate) unsafe fn handle(&self) -> Call {
        // SAFETY: it is a deferred call; the rest is the caller's promise.
        unsafe { Callback::new(NonNull::from(&self.0)) }
    }
}

/// The deferred calls of a base.
pub(crate) struct DeferredCalls {
    /// Those that come after the next wait.
    later: ActiveList,
    in_this_turn: Cell<u32>,
}

impl DeferredCalls {
    pub(crate) const fn new() -> Self {
        DeferredCalls {
            later: ActiveList::new(),
            in_this_turn: Cell::new(0),
        }
    }

    /// A turn begins.
    pub(crate) fn begin_turn(&self) {
        self.in_this_turn.set(0);
    }
}

impl Base {
    /// Has the loop make a call, once, however often it is asked for before that. Tells whether it was
    /// not yet asked for.
    pub(crate) fn schedule(self, call: Call) -> bool {
        let _lock = self.lock();
        if call.is(State::ACTIVE | State::ACTIVE_LATER) {
            return false;
        }
        let calls = &self.deferred;
        if calls.in_this_turn.get() > MAX_IN_A_TURN {
            self.count_added(call);
            self.counts.active.increase();
            call.mark(State::ACTIVE_LATER);
            calls.later.push_back(call);
        } else {
            calls.in_this_turn.set(calls.in_this_turn.get() + 1);
            self.enqueue_active(call);
        }
        self.wake_for_call();
        true
    }

    /// The same for a call that was not asked for, and is the last of its object: it asks for no more,
    /// so it need not wait.
    pub(crate) fn schedule_last(self, call: Call) {
        let _lock = self.lock();
        self.enqueue_active(call);
        self.wake_for_call();
    }

    /// Sets the priority of a call. One that is asked for takes its turn behind those that have it already.
    pub(crate) fn set_call_priority(self, call: Call, priority: u8) {
        let _lock = self.lock();
        let is_active = call.is(State::ACTIVE);
        if is_active {
            self.dequeue_active(call);
        }
        call.set_priority(priority);
        if is_active {
            self.enqueue_active(call);
        }
    }

    fn wake_for_call(self) {
        if self.runs_elsewhere() {
            self.wake();
        }
    }

    fn dequeue_later(self, call: Call) {
        self.count_removed(call);
        self.counts.active.decrease();
        call.unmark(State::ACTIVE_LATER);
        self.deferred.later.remove(call);
    }

    /// The turn of the calls that had to wait has come.
    pub(crate) fn make_later_active(self) {
        while let Some(call) = self.deferred.later.first() {
            self.dequeue_later(call);
            self.enqueue_active(call);
        }
    }

    /// Takes a call off its active list and makes it. What it is part of may be freed then.
    pub(crate) fn call_deferred(self, call: Call, turn: Turn) {
        self.dequeue_active(call);
        let Some(function) = call.deferred_function() else {
            warnx!("deferred call {:p} has no function", call.as_ptr());
            return;
        };
        let arg = call.arg();
        // SAFETY: who made the call vouched for its function and argument.
        self.unlocked(|| unsafe { function(arg, turn) });
    }
}
