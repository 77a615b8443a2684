//! Locking buffers, where the program asked for it.

use std::ffi::c_void;

use super::{Buf, Failed};
use crate::rt::lock::{LockRef, SharedLock};
use crate::rt::thread::locking_enabled;

/// Holds a buffer's lock, if it has one, while it lives; and the buffer itself, if there are callbacks, of it or
/// of another one in the same call, since they may free it.
pub(crate) struct Locked {
    lock: Option<LockRef>,
    kept: Option<Buf>,
}

impl Locked {
    const NOT_NEEDED: Self = Locked {
        lock: None,
        kept: None,
    };

    #[inline(never)]
    fn give_back(&self) {
        if let Some(buf) = self.kept {
            buf.release_locked(self.lock);
        }
    }
}

impl Drop for Locked {
    #[inline]
    fn drop(&mut self) {
        match (self.kept, self.lock) {
            (None, None) => {}
            (None, Some(lock)) => lock.release(),
            (Some(_), _) => self.give_back(),
        }
    }
}

/// Locks two buffers, if one of them needs it, in an order in which two threads cannot wait for each other.
#[inline]
pub(crate) fn lock_two(a: Buf, b: Buf) -> Option<(Locked, Locked)> {
    let needed = !(a.needs_no_lock() && b.needs_no_lock());
    needed.then(|| lock_two_in_order(a, b))
}

#[inline(never)]
fn lock_two_in_order(a: Buf, b: Buf) -> (Locked, Locked) {
    let order = |buf: Buf| buf.lock.get().map_or(0, SharedLock::order);
    let (first, second) = if order(a) <= order(b) { (a, b) } else { (b, a) };
    let locks = (first.acquire(), second.acquire());
    let may_free = first.callbacks.may_free() || second.callbacks.may_free();
    (
        first.locked_for(locks.0, may_free),
        second.locked_for(locks.1, may_free),
    )
}

impl Buf {
    /// Most buffers have neither a lock nor callbacks. Without a lock no other thread adds any.
    #[inline]
    fn needs_no_lock(self) -> bool {
        self.lock.get().is_none() && !self.callbacks.may_free()
    }

    #[inline]
    pub(crate) fn lock(self) -> Locked {
        if self.needs_no_lock() {
            return Locked::NOT_NEEDED;
        }
        self.lock_at_need()
    }

    // Not where it is called, so that a buffer without a lock costs little there.
    #[inline(never)]
    fn lock_at_need(self) -> Locked {
        self.locked(self.acquire())
    }

    /// The same with the lock taken.
    #[inline(always)]
    pub(super) fn locked(self, lock: Option<LockRef>) -> Locked {
        self.locked_for(lock, self.callbacks.may_free())
    }

    /// The same for a call in which callbacks `may_free` the buffer.
    #[inline(always)]
    fn locked_for(self, lock: Option<LockRef>, may_free: bool) -> Locked {
        let kept = may_free.then_some(self);
        if let Some(buf) = kept {
            buf.retain();
        }
        Locked { lock, kept }
    }

    /// Takes the lock, if there is one, where it is called: for what is done so often that the call would
    /// count.
    #[inline(always)]
    pub(super) fn acquire(self) -> Option<LockRef> {
        self.lock.get().map(SharedLock::acquire)
    }

    /// Gives the lock back, where nobody was told of anything, so that the buffer is still there.
    #[inline(always)]
    pub(super) fn release_lock(self) {
        if let Some(lock) = self.lock.get() {
            lock.release();
        }
    }

    /// Locks until [`unlock`](Self::unlock) is called, as many times. The buffer is not freed meanwhile.
    pub(crate) fn lock_until_told(self) {
        self.acquire();
        self.retain();
        self.holds.set(self.holds.get() + 1);
    }

    pub(crate) fn unlock(self) {
        let held = self.holds.get().checked_sub(1);
        self.holds.set(held.unwrap_or(0));
        self.release_lock();
        if held.is_some() {
            self.release();
        }
    }

    /// Gives the buffer a lock of its own, or, if it is not null, the program's `raw` one.
    ///
    /// # Safety
    /// `raw` is null or a lock made with the program's lock callbacks, and outlives the buffer.
    pub(crate) unsafe fn enable_locking(self, raw: *mut c_void) -> Result<(), Failed> {
        if !locking_enabled() || self.lock.get().is_some() {
            return Err(Failed);
        }
        let lock = if raw.is_null() {
            SharedLock::new()?
        } else {
            // SAFETY: the caller's promise.
            unsafe { SharedLock::borrowed(raw)? }
        };
        self.share_lock(lock)
    }

    /// Gives the buffer a lock, which other objects may have too; refused if it has one.
    pub(crate) fn share_lock(self, lock: SharedLock) -> Result<(), Failed> {
        self.lock.set(lock).map_err(|_| Failed)
    }

    /// Keeps the buffer from being freed until [`release`](Self::release) is called.
    #[inline]
    pub(super) fn retain(self) {
        self.users.set(self.users.get() + 1);
    }

    /// Gives up the buffer, which the caller has not locked, and frees it with its last user.
    pub(crate) fn release(self) {
        self.release_locked(self.acquire());
    }

    /// The same, with the lock taken.
    #[inline(never)]
    fn release_locked(self, lock: Option<LockRef>) {
        let users = self.users.get() - 1;
        self.users.set(users);
        if let Some(lock) = lock {
            lock.release();
        }
        if users == 0 {
            self.free();
        }
    }
}
