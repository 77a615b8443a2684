//! Calling the program: at once, or from the loop.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::ptr::{self, NonNull};

use bitflags::bitflags;

use super::{Bev, Options, What};
use crate::base::{Events, Turn};
use crate::ffi::bufferevent::{bufferevent_data_cb, bufferevent_event_cb};
use crate::rt::mm;

bitflags! {
    /// How the program is to be called: `BEV_TRIG_*`.
    #[derive(Clone, Copy)]
    pub(crate) struct Trigger: c_int {
        const DEFER_CALLBACKS = 0x04;
        const IGNORE_WATERMARKS = 0x10000;
    }
}

/// The program's functions, and what they are called with.
#[derive(Clone, Copy)]
pub(crate) struct Callbacks {
    pub(crate) read: bufferevent_data_cb,
    pub(crate) write: bufferevent_data_cb,
    pub(crate) event: bufferevent_event_cb,
    pub(crate) arg: *mut c_void,
}

/// What the deferred call has to tell the program.
pub(super) struct Due {
    read: Cell<bool>,
    write: Cell<bool>,
    what: Cell<What>,
    /// The error of the moment when the last event came.
    errno: Cell<c_int>,
}

impl Due {
    pub(super) const fn new() -> Self {
        Due {
            read: Cell::new(false),
            write: Cell::new(false),
            what: Cell::new(What::empty()),
            errno: Cell::new(0),
        }
    }
}

impl Due {
    fn forget(&self) {
        self.read.set(false);
        self.write.set(false);
        self.what.set(What::empty());
    }
}

impl Bev {
    /// What was put off is not told any more.
    pub(super) fn forget_due_calls(self) {
        self.due.forget();
    }

    pub(crate) fn set_callbacks(self, callbacks: Callbacks) {
        let _lock = self.lock();
        self.readcb.set(callbacks.read);
        self.writecb.set(callbacks.write);
        self.errorcb.set(callbacks.event);
        self.cbarg.set(callbacks.arg);
    }

    pub(crate) fn callbacks(self) -> Callbacks {
        let _lock = self.lock();
        Callbacks {
            read: self.readcb.get(),
            write: self.writecb.get(),
            event: self.errorcb.get(),
            arg: self.cbarg.get(),
        }
    }

    pub(super) fn forget_callbacks(self) {
        self.set_callbacks(Callbacks {
            read: None,
            write: None,
            event: None,
            arg: ptr::null_mut(),
        });
    }

    pub(super) fn call(self) -> crate::base::Call {
        // SAFETY: it is part of the bufferevent, which ends only in its own turn.
        unsafe { self.call.handle() }
    }

    /// Has the loop call [`turn`], which is a user until then.
    fn schedule(self) {
        if let Some(base) = self.base()
            && base.schedule_at(self.call(), self.read_event().priority())
        {
            self.users.set(self.users.get() + 1);
        }
    }

    fn is_deferred(self, how: Trigger) -> bool {
        self.defers() || how.contains(Trigger::DEFER_CALLBACKS)
    }

    /// Calls the program as if data had come or gone, where the watermarks allow that.
    pub(crate) fn trigger(self, what: Events, how: Trigger) {
        let _lock = self.lock();
        let ignore = how.contains(Trigger::IGNORE_WATERMARKS);
        if what.contains(Events::READ) && (ignore || self.has_enough_input()) {
            self.call_read(how);
        }
        if what.contains(Events::WRITE) && (ignore || self.has_drained()) {
            self.call_write(how);
        }
    }

    /// Calls the program as if something had happened.
    pub(crate) fn trigger_event(self, what: What, how: Trigger) {
        let _lock = self.lock();
        self.call_event(what, how);
    }

    /// Data came in: calls the program, if it is enough.
    #[inline]
    pub(super) fn data_came(self) {
        if self.has_enough_input() {
            self.call_read(Trigger::empty());
        }
    }

    /// Output has gone: calls the program, if little enough is left.
    #[inline]
    pub(super) fn data_went(self) {
        if self.has_drained() {
            self.call_write(Trigger::empty());
        }
    }

    #[inline]
    fn call_read(self, how: Trigger) {
        let Some(function) = self.readcb.get() else {
            return;
        };
        if self.is_deferred(how) {
            self.due.read.set(true);
            self.schedule();
        } else {
            // SAFETY: the program vouched for its function and argument.
            unsafe { function(self.as_ptr(), self.cbarg.get()) };
            self.read_again_if_full();
        }
    }

    /// A program that has left the input at the high watermark is called again, since no data that
    /// comes will do it.
    #[inline]
    fn read_again_if_full(self) {
        let is_full = self.room_for_input() == Some(0);
        if is_full && self.is_enabled(Events::READ) && self.has_enough_input() {
            self.call_read(Trigger::DEFER_CALLBACKS);
        }
    }

    #[inline]
    fn call_write(self, how: Trigger) {
        let Some(function) = self.writecb.get() else {
            return;
        };
        if self.is_deferred(how) {
            self.due.write.set(true);
            self.schedule();
        } else {
            // SAFETY: the program vouched for its function and argument.
            unsafe { function(self.as_ptr(), self.cbarg.get()) };
        }
    }

    pub(super) fn call_event(self, what: What, how: Trigger) {
        let Some(function) = self.errorcb.get() else {
            return;
        };
        if self.is_deferred(how) {
            self.due.what.set(self.due.what.get() | what);
            self.due.errno.set(mm::errno());
            self.schedule();
        } else {
            // SAFETY: the program vouched for its function and argument.
            unsafe { function(self.as_ptr(), what.bits(), self.cbarg.get()) };
        }
    }

    /// Something happened: tells the program.
    pub(super) fn report(self, what: What) {
        self.call_event(what, Trigger::empty());
    }

    /// Tells the program what has been put off. Each callback may change or take away the next.
    fn call_due(self) {
        let due = &self.due;
        if due.what.get().contains(What::CONNECTED) && self.errorcb.get().is_some() {
            due.what.set(due.what.get() - What::CONNECTED);
            self.call_due_event(What::CONNECTED);
        }
        if self.call_due_data(&due.read, &self.readcb) {
            self.read_again_if_full();
        }
        self.call_due_data(&due.write, &self.writecb);
        if !due.what.get().is_empty() && self.errorcb.get().is_some() {
            let what = due.what.replace(What::empty());
            mm::set_errno(due.errno.take());
            self.call_due_event(what);
        }
    }

    fn call_due_event(self, what: What) {
        if let Some(function) = self.errorcb.get() {
            let arg = self.cbarg.get();
            // SAFETY: the program vouched for its function and argument.
            self.unlocked_if_asked(|| unsafe { function(self.as_ptr(), what.bits(), arg) });
        }
    }

    /// Makes a call that is due, if there is a function for it; else it stays due. Tells which.
    fn call_due_data(self, due: &Cell<bool>, function: &Cell<bufferevent_data_cb>) -> bool {
        let Some(function) = function.get().filter(|_| due.take()) else {
            return false;
        };
        let arg = self.cbarg.get();
        // SAFETY: the program vouched for its function and argument.
        self.unlocked_if_asked(|| unsafe { function(self.as_ptr(), arg) });
        true
    }

    fn unlocked_if_asked(self, call: impl FnOnce()) {
        match self.lock.get() {
            Some(lock) if self.options.contains(Options::UNLOCK_CALLBACKS) => {
                let errno = mm::errno();
                lock.release();
                mm::set_errno(errno);
                call();
                lock.acquire();
            }
            _ => call(),
        }
    }
}

/// The deferred call: tells the program what is due, or ends a bufferevent that has no user.
///
/// # Safety
/// `bev` is a bufferevent.
pub(super) unsafe fn turn(bev: *mut c_void, turn: Turn) {
    let Some(bev) = NonNull::new(bev.cast()).map(Bev) else {
        return;
    };
    match bev.enter() {
        Some(_lock) => {
            if turn == Turn::Come {
                bev.call_due();
            }
            bev.drop_user();
        }
        None => bev.destroy(),
    }
}
