//! Locks, users, and the end of a bufferevent.

use std::ffi::c_int;

use super::{Bev, Object, Options, Own};
use crate::base::{Debug, Wait};
use crate::rt::lock::{LockRef, SharedLock};
use crate::rt::mm;

/// Holds a bufferevent's lock, if it has one, while it lives, and is a user of the bufferevent.
pub(crate) struct Locked {
    bev: Bev,
    lock: Option<LockRef>,
}

impl Drop for Locked {
    #[inline]
    fn drop(&mut self) {
        let left = self.bev.users.get() - 1;
        self.bev.users.set(left);
        if left == 0 {
            self.bev.end(self.lock);
        } else if let Some(lock) = self.lock {
            lock.release();
        }
    }
}

impl Bev {
    #[inline]
    fn acquire(self) -> Option<LockRef> {
        self.lock.get().map(SharedLock::acquire)
    }

    #[inline]
    pub(crate) fn lock(self) -> Locked {
        let lock = self.acquire();
        self.users.set(self.users.get() + 1);
        Locked { bev: self, lock }
    }

    /// The same for a call from the loop, which may come when the last user, in another thread, has
    /// just gone.
    #[inline]
    pub(super) fn enter(self) -> Option<Locked> {
        let lock = self.acquire();
        if self.users.get() > 0 {
            self.users.set(self.users.get() + 1);
            return Some(Locked { bev: self, lock });
        }
        if let Some(lock) = lock {
            lock.release();
        }
        None
    }

    /// With the lock held: whether anybody uses it besides the one who holds the lock.
    pub(super) fn is_owned(self) -> bool {
        self.users.get() > 1
    }

    /// Adds a user.
    pub(crate) fn retain(self) {
        let _lock = self.lock();
        self.users.set(self.users.get() + 1);
    }

    /// A user goes. Tells whether it was the last.
    pub(crate) fn release(self) -> bool {
        let _lock = self.lock();
        self.drop_user()
    }

    /// With the lock held: one user fewer, besides the one who holds the lock.
    pub(super) fn drop_user(self) -> bool {
        let users = self.users.get();
        if users > 1 {
            self.users.set(users - 1);
        }
        !self.is_owned()
    }

    /// Locks until [`unlock`](Self::unlock) is called, as many times.
    pub(crate) fn lock_until_told(self) {
        std::mem::forget(self.lock());
    }

    pub(crate) fn unlock(self) {
        let lock = self.lock();
        if let Some(lock) = lock.lock {
            lock.release();
        }
        self.drop_user();
    }

    /// The program gives the bufferevent up, and hears no more of it.
    pub(crate) fn free(self) {
        let _lock = self.lock();
        self.forget_callbacks();
        self.give_up_tls();
        self.give_up_name();
        self.drop_user();
    }

    /// The last user has gone: leaves everything alone, releases the lock, and has the rest done from
    /// the loop.
    #[cold]
    fn end(self, lock: Option<LockRef>) {
        // The loop may get to it before the lock has been released.
        let kept = self.lock.get().cloned();
        // What is done now may lock and unlock, which must not end it once more.
        self.users.set(1);
        self.forget_callbacks();
        for buf in [self.input(), self.output()] {
            // A call may be under way that goes on to change them, and nothing may come of that.
            // SAFETY: no hook at all may be called with anything.
            unsafe { buf.set_hook(None) };
        }
        (self.ops().unlink)(self);
        self.leave_limits();
        let _ = self.read_event().del(Wait::No);
        let _ = self.write_event().del(Wait::No);
        self.users.set(0);
        let base = self.base();
        if let Some(base) = base {
            self.call().set_priority(self.read_event().priority());
            base.schedule_last(self.call());
        }
        if let Some(lock) = lock {
            lock.release();
        }
        drop(kept);
        if base.is_none() {
            self.destroy();
        }
    }

    /// Frees what `end` has left, when nobody can be using it.
    pub(super) fn destroy(self) {
        // Whoever has called `end` may still hold the lock.
        if let Some(lock) = self.acquire() {
            lock.release();
        }
        for event in [self.read_event(), self.write_event()] {
            Debug::note_torn_down(event);
        }
        self.input().release();
        self.output().release();
        self.free_limits();
        self.free_race();
        // SAFETY: nobody uses it any more.
        unsafe { (self.ops().destroy)(self) };
    }

    /// Closes a socket that goes with its bufferevent.
    pub(super) fn close_if_owned(self, fd: c_int) {
        if fd >= 0 && self.options.contains(Options::CLOSE_ON_FREE) {
            crate::util::socket::close(fd);
        }
    }

    /// Frees the memory of a bufferevent with the part `T`.
    ///
    /// # Safety
    /// It is one, and is not used again.
    pub(super) unsafe fn free_memory<T: Own>(self) {
        // SAFETY: `new` boxed it; the rest is the caller's promise.
        drop(unsafe { mm::unboxed(self.0.cast::<Object<T>>()) });
    }
}
