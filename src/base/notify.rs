//! Waking the loop from other threads.

use std::cell::Cell;
use std::ffi::{c_int, c_short, c_void};
use std::ptr::NonNull;

use super::event_struct::{Ev, State, event};
use super::queue::Wait;
use super::{Base, Failed, event_base};
use crate::rt::call::uninterrupted;
use crate::rt::log::warn_errno;

/// An eventfd(2) that the loop waits for.
pub(crate) struct Notifier {
    fd: Cell<c_int>,
    /// The loop has been told and has not looked yet.
    pending: Cell<bool>,
    event: event,
}

impl Notifier {
    pub(crate) const fn new() -> Self {
        Notifier {
            fd: Cell::new(-1),
            pending: Cell::new(false),
            event: event::unused(),
        }
    }

    fn close(&self) {
        let fd = self.fd.replace(-1);
        if fd >= 0 {
            // SAFETY: the fd is this object's own.
            unsafe { libc::close(fd) };
        }
    }
}

impl Drop for Notifier {
    fn drop(&mut self) {
        self.close();
    }
}

impl event_base {
    pub(super) fn notify_event(&self) -> Ev {
        // SAFETY: it lives as long as the base, whose address does not change.
        unsafe { Ev::new(NonNull::from(&self.threads.notifier.event)) }
    }
}

impl Base {
    /// Makes sure that other threads can wake the loop.
    pub(crate) fn make_notifiable(self) -> Result<(), Failed> {
        let _lock = self.lock();
        self.open_notifier()
    }

    fn open_notifier(self) -> Result<(), Failed> {
        let notifier = &self.threads.notifier;
        if notifier.fd.get() >= 0 {
            return Ok(());
        }
        // SAFETY: always allowed.
        let fd = unsafe { libc::eventfd(0, libc::EFD_NONBLOCK | libc::EFD_CLOEXEC) };
        if fd < 0 {
            warn_errno!("eventfd");
            return Err(Failed);
        }
        notifier.fd.set(fd);
        notifier.pending.set(false);
        let ev = self.notify_event();
        ev.assign_internal(self, fd, Some(drain));
        self.add(ev, None).inspect_err(|_| notifier.close())
    }

    /// Wakes the loop, once until it has woken. Called with the lock held.
    #[cold]
    pub(crate) fn wake(self) {
        let notifier = &self.threads.notifier;
        if notifier.fd.get() < 0 || notifier.pending.replace(true) {
            return;
        }
        let one = 1u64;
        // Cannot fail otherwise: the counter is far from full, since the loop resets it.
        // SAFETY: eight bytes are readable.
        uninterrupted(|| unsafe { libc::write(notifier.fd.get(), (&raw const one).cast(), 8) });
    }

    /// Makes the notifier anew, in a child process.
    pub(crate) fn reopen_notifier(self) -> Result<(), Failed> {
        let was_opened = self.notify_event().is(State::INIT);
        if !was_opened {
            return Ok(());
        }
        self.close_notifier();
        self.open_notifier()
    }

    pub(crate) fn close_notifier(self) {
        if self.threads.notifier.fd.get() >= 0 {
            let _ = self.del(self.notify_event(), Wait::No);
            self.threads.notifier.close();
        }
    }
}

unsafe extern "C" fn drain(fd: c_int, _: c_short, base: *mut c_void) {
    // SAFETY: the internal event belongs to this base, which is running it.
    let Some(base) = (unsafe { Base::from_ptr(base.cast()) }) else {
        return;
    };
    let mut count = 0u64;
    // SAFETY: eight bytes are writable. If there is nothing to read, nothing is left to do.
    unsafe { libc::read(fd, (&raw mut count).cast(), 8) };
    let _lock = base.lock();
    base.threads.notifier.pending.set(false);
}
