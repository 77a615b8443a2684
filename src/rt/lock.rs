//! Optional locks and conditions, made by what the program has set up in [`thread`](super::thread).

use std::cell::Cell;
use std::ffi::{c_uint, c_ulong, c_void};
use std::mem::ManuallyDrop;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicU32, Ordering};

use super::futex::{self, RecursiveLock};
use super::log;
use super::mm::{self, OutOfMemory};
use super::thread::{self, CondFns, LockFns, RECURSIVE, current};

/// Who holds a lock, when lock debugging is on.
struct Holder {
    /// Whether it may take the lock again.
    recursive: bool,
    thread: Cell<Option<c_ulong>>,
    times: Cell<u32>,
}

/// A lock. Taken and released through `&self`; made only when locking is enabled.
pub(crate) enum Lock {
    /// What `evthread_use_pthreads()` leads to, quicker than pthreads' own.
    BuiltIn(RecursiveLock),
    /// Made with the program's callbacks, or, where the built-in lock does not do, with pthreads'.
    Provided(Provided),
}

/// A lock made with callbacks.
pub(crate) struct Provided {
    raw: *mut c_void,
    locktype: c_uint,
    /// `None` when only lock debugging is on, without threads.
    fns: Option<LockFns>,
    holder: Option<Holder>,
}

impl Lock {
    pub(crate) fn new(locktype: c_uint) -> Result<Self, OutOfMemory> {
        if thread::built_in_locks_do() {
            return Ok(Lock::BuiltIn(RecursiveLock::new()));
        }
        Provided::new(locktype).map(Lock::Provided)
    }

    #[inline]
    pub(crate) fn acquire(&self) {
        match self {
            Lock::BuiltIn(lock) => lock.acquire(),
            Lock::Provided(lock) => lock.acquire(),
        }
    }

    #[inline]
    pub(crate) fn release(&self) {
        match self {
            Lock::BuiltIn(lock) => lock.release(),
            Lock::Provided(lock) => lock.release(),
        }
    }
}

impl Provided {
    fn new(locktype: c_uint) -> Result<Self, OutOfMemory> {
        let fns = thread::lock_fns();
        let debug = thread::debugging_locks();
        let recursive = locktype & RECURSIVE != 0;
        // A wrong second taking can be found out only where it does not wait for ever.
        let locktype = if debug {
            locktype | RECURSIVE
        } else {
            locktype
        };
        let raw = match &fns {
            // SAFETY: the program vouched for its callbacks.
            Some(fns) => unsafe { (fns.alloc)(locktype) },
            None => ptr::null_mut(),
        };
        if fns.is_some() && raw.is_null() {
            return Err(OutOfMemory);
        }
        let holder = debug.then(|| Holder {
            recursive,
            thread: Cell::new(None),
            times: Cell::new(0),
        });
        Ok(Provided {
            raw,
            locktype,
            fns,
            holder,
        })
    }

    #[inline(never)]
    fn acquire(&self) {
        if let Some(fns) = &self.fns {
            // SAFETY: `raw` came from the same set of callbacks.
            unsafe { (fns.lock)(0, self.raw) };
        }
        if let Some(holder) = &self.holder {
            holder.acquired();
        }
    }

    #[inline(never)]
    fn release(&self) {
        if let Some(holder) = &self.holder {
            holder.released();
        }
        if let Some(fns) = &self.fns {
            // SAFETY: as in `acquire`.
            unsafe { (fns.unlock)(0, self.raw) };
        }
    }
}

impl Drop for Provided {
    fn drop(&mut self) {
        if let Some(fns) = &self.fns {
            // SAFETY: as in `acquire`; nobody uses it any more.
            unsafe { (fns.free)(self.raw, self.locktype) };
        }
    }
}

impl Holder {
    fn acquired(&self) {
        let me = current();
        let times = self.times.get() + 1;
        if times > 1 && (!self.recursive || self.thread.get() != me) {
            log::fatal(log::ABORT, format_args!("lock taken while it was held"));
        }
        self.times.set(times);
        self.thread.set(me);
    }

    fn released(&self) {
        let times = self.times.get();
        if times == 0 || self.thread.get() != current() {
            log::fatal(
                log::ABORT,
                format_args!("lock released by a thread that does not hold it"),
            );
        }
        self.times.set(times - 1);
    }
}

/// A lock that several objects have in common; freed with the last of them.
pub(crate) struct SharedLock(NonNull<Shared>);

struct Shared {
    /// Freed by the last owner, unless it is the program's.
    lock: ManuallyDrop<Lock>,
    is_programs: bool,
    owners: AtomicU32,
}

impl Drop for Shared {
    fn drop(&mut self) {
        if !self.is_programs {
            // SAFETY: it is not used again.
            unsafe { ManuallyDrop::drop(&mut self.lock) };
        }
    }
}

/// A [`SharedLock`] that was taken, and has to be released. Owns nothing.
///
/// INVARIANT: the lock lives at least as long.
#[derive(Clone, Copy)]
pub(crate) struct LockRef(NonNull<Shared>);

impl SharedLock {
    /// A lock that may be taken again by the thread that holds it.
    pub(crate) fn new() -> Result<Self, OutOfMemory> {
        Self::of(Lock::new(RECURSIVE)?, false)
    }

    /// A lock where one is asked for.
    pub(crate) fn if_asked(asked: bool) -> Result<Option<Self>, OutOfMemory> {
        asked.then(Self::new).transpose()
    }

    /// A lock that the program has made with its own callbacks, and frees itself.
    ///
    /// # Safety
    /// `raw` is such a lock, and outlives this.
    pub(crate) unsafe fn borrowed(raw: *mut c_void) -> Result<Self, OutOfMemory> {
        let lock = Provided {
            raw,
            locktype: RECURSIVE,
            fns: thread::lock_fns(),
            holder: None,
        };
        Self::of(Lock::Provided(lock), true)
    }

    fn of(lock: Lock, is_programs: bool) -> Result<Self, OutOfMemory> {
        Ok(SharedLock(mm::boxed(Shared {
            lock: ManuallyDrop::new(lock),
            is_programs,
            owners: AtomicU32::new(1),
        })?))
    }

    fn shared(&self) -> &Shared {
        // SAFETY: it lives as long as one of its owners.
        unsafe { self.0.as_ref() }
    }

    #[inline]
    pub(crate) fn acquire(&self) -> LockRef {
        self.shared().lock.acquire();
        LockRef(self.0)
    }

    /// Releases what was acquired and kept nowhere.
    pub(crate) fn release(&self) {
        self.shared().lock.release();
    }

    /// Where the lock is: locks of several objects are taken in this order, so that two threads
    /// cannot wait for each other.
    pub(crate) fn order(&self) -> usize {
        self.0.as_ptr().addr()
    }
}

impl LockRef {
    #[inline]
    pub(crate) fn release(self) {
        // SAFETY: the invariant.
        unsafe { self.0.as_ref() }.lock.release();
    }
}

impl Clone for SharedLock {
    fn clone(&self) -> Self {
        self.shared().owners.fetch_add(1, Ordering::Relaxed);
        SharedLock(self.0)
    }
}

impl Drop for SharedLock {
    fn drop(&mut self) {
        if self.shared().owners.fetch_sub(1, Ordering::AcqRel) == 1 {
            // SAFETY: `new` boxed it, and this was the last owner.
            drop(unsafe { mm::unboxed(self.0) });
        }
    }
}

/// A condition that goes with a [`Lock`].
pub(crate) enum Condition {
    /// For [`Lock::BuiltIn`].
    BuiltIn(futex::Condition),
    /// For [`Lock::Provided`].
    Provided(ProvidedCondition),
}

/// A condition made with callbacks.
pub(crate) struct ProvidedCondition {
    raw: NonNull<c_void>,
    fns: CondFns,
}

impl Condition {
    /// A new condition for `lock`, or `None` without condition callbacks.
    pub(crate) fn new(lock: &Lock) -> Result<Option<Self>, OutOfMemory> {
        match lock {
            Lock::BuiltIn(_) => Ok(Some(Condition::BuiltIn(futex::Condition::new()))),
            Lock::Provided(_) => Ok(ProvidedCondition::new()?.map(Condition::Provided)),
        }
    }

    pub(crate) fn broadcast(&self) {
        match self {
            Condition::BuiltIn(condition) => condition.broadcast(),
            // SAFETY: `raw` came from the same set of callbacks.
            Condition::Provided(condition) => unsafe {
                (condition.fns.signal)(condition.raw.as_ptr(), 1);
            },
        }
    }

    /// Waits, releasing `lock`, which the caller holds and the condition was made for, meanwhile. May
    /// wake for no reason. Tells whether waiting is possible at all.
    pub(crate) fn wait(&self, lock: &Lock) -> bool {
        match (self, lock) {
            (Condition::BuiltIn(condition), Lock::BuiltIn(lock)) => {
                condition.wait(lock);
                true
            }
            (Condition::Provided(condition), Lock::Provided(lock)) => condition.wait(lock),
            _ => false,
        }
    }
}

impl ProvidedCondition {
    fn new() -> Result<Option<Self>, OutOfMemory> {
        let Some(fns) = thread::condition_fns() else {
            return Ok(None);
        };
        // SAFETY: the program vouched for its callbacks.
        let raw = NonNull::new(unsafe { (fns.alloc)(0) }).ok_or(OutOfMemory)?;
        Ok(Some(ProvidedCondition { raw, fns }))
    }

    fn wait(&self, lock: &Provided) -> bool {
        if let Some(holder) = &lock.holder {
            holder.released();
        }
        // SAFETY: `raw` came from the same set of callbacks; NULL waits without a limit.
        let result = unsafe { (self.fns.wait)(self.raw.as_ptr(), lock.raw, ptr::null()) };
        if let Some(holder) = &lock.holder {
            holder.acquired();
        }
        result >= 0
    }
}

impl Drop for ProvidedCondition {
    fn drop(&mut self) {
        // SAFETY: `raw` came from the same set of callbacks, and nobody uses it any more.
        unsafe { (self.fns.free)(self.raw.as_ptr()) };
    }
}
