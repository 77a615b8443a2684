//! Locking buffers, where the program asked for it.

use std::ffi::c_void;

use super::{Buf, Failed};
use crate::rt::lock::{LockRef, SharedLock};
use crate::rt::thread::locking_enabled;

/// Holds a buffer's lock, if it has one, while it lives; and the buffer itself, if there are callbacks,
/// since they may free it.
pub(crate) struct Locked {
    lock: Option<LockRef>,
    kept: Option<Buf>,
}

impl Drop for Locked {
    #[inline]
    fn drop(&mut self) {
        match self.kept {
            // Under the same lock: whoever holds two must not wait for one of them again.
            Some(buf) => buf.release_locked(self.lock),
            None => {
                if let Some(lock) = self.lock {
                    lock.release();
                }
            }
        }
    }
}

/// Locks two buffers, in an order in which two threads cannot wait for each other.
pub(crate) fn lock_two(a: Buf, b: Buf) -> [Locked; 2] {
    let order = |buf: Buf| buf.lock.get().map_or(0, SharedLock::order);
    if order(a) <= order(b) {
        [a.lock(), b.lock()]
    } else {
        [b.lock(), a.lock()]
    }
}

impl Buf {
    #[inline]
    pub(crate) fn lock(self) -> Locked {
        let lock = self.acquire();
        let kept = self.callbacks.may_free().then(|| {
            self.retain();
            self
        });
        Locked { lock, kept }
    }

    #[inline]
    fn acquire(self) -> Option<LockRef> {
        self.lock.get().map(SharedLock::acquire)
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
        if let Some(lock) = self.lock.get() {
            lock.release();
        }
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

    /// The same for one who holds the lock, and releases it, too.
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
