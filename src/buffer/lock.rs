//! Locking buffers, where the program asked for it.

use std::ffi::c_void;

use super::{Buf, Failed};
use crate::rt::lock::{Lock, LockRef, SharedLock};
use crate::rt::thread::{RECURSIVE, locking_enabled};

/// Holds a buffer's lock, if it has one, while it lives. The buffer is not freed meanwhile.
pub(crate) struct Locked(Option<LockRef>);

impl Drop for Locked {
    #[inline]
    fn drop(&mut self) {
        if let Some(lock) = self.0 {
            lock.release();
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
        Locked(self.lock.get().map(SharedLock::acquire))
    }

    /// Locks until [`unlock`](Self::unlock) is called, as many times.
    pub(crate) fn lock_until_told(self) {
        std::mem::forget(self.lock());
    }

    pub(crate) fn unlock(self) {
        if let Some(lock) = self.lock.get() {
            lock.release();
        }
    }

    /// Gives the buffer a lock of its own, or, if it is not null, the program's `raw` one.
    ///
    /// # Safety
    /// `raw` is null or a lock made with the program's lock callbacks, and outlives the buffer.
    pub(crate) unsafe fn enable_locking(self, raw: *mut c_void) -> Result<(), Failed> {
        if !locking_enabled() {
            return Err(Failed);
        }
        let lock = if raw.is_null() {
            Lock::new(RECURSIVE)?
        } else {
            // SAFETY: the caller's promise.
            unsafe { Lock::borrowed(raw) }
        };
        self.share_lock(SharedLock::new(lock)?)
    }

    /// Gives the buffer a lock, which other objects may have too; refused if it has one.
    pub(crate) fn share_lock(self, lock: SharedLock) -> Result<(), Failed> {
        self.lock.set(lock).map_err(|_| Failed)
    }
}
