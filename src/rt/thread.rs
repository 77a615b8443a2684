//! Optional locks, conditions and thread identities: none until the program asks for threads, then
//! pthreads' or the program's own.

use std::cell::Cell;
use std::ffi::{c_int, c_uint, c_ulong, c_void};
use std::mem;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};

use libc::timeval;

use super::log::{self, warnx};
use super::mm::{self, OutOfMemory};
use crate::ffi::thread::{evthread_condition_callbacks, evthread_lock_callbacks};

/// A lock that the thread holding it may take again: `EVTHREAD_LOCKTYPE_RECURSIVE`.
pub(crate) const RECURSIVE: c_uint = 1;
/// Do not wait for the lock: `EVTHREAD_TRY`.
pub(crate) const TRY: c_uint = 0x10;

/// Tells one thread from another.
pub(crate) type IdFn = Option<unsafe extern "C" fn() -> c_ulong>;

/// [`evthread_lock_callbacks`] with none missing.
#[derive(Clone, Copy)]
struct LockFns {
    version: c_int,
    locktypes: c_uint,
    alloc: unsafe extern "C" fn(c_uint) -> *mut c_void,
    free: unsafe extern "C" fn(*mut c_void, c_uint),
    lock: unsafe extern "C" fn(c_uint, *mut c_void) -> c_int,
    unlock: unsafe extern "C" fn(c_uint, *mut c_void) -> c_int,
}

impl LockFns {
    fn complete(cbs: &evthread_lock_callbacks) -> Option<Self> {
        Some(LockFns {
            version: cbs.lock_api_version,
            locktypes: cbs.supported_locktypes,
            alloc: cbs.alloc?,
            free: cbs.free?,
            lock: cbs.lock?,
            unlock: cbs.unlock?,
        })
    }

    fn same(&self, other: &Self) -> bool {
        self.version == other.version
            && self.locktypes == other.locktypes
            && ptr::fn_addr_eq(self.alloc, other.alloc)
            && ptr::fn_addr_eq(self.free, other.free)
            && ptr::fn_addr_eq(self.lock, other.lock)
            && ptr::fn_addr_eq(self.unlock, other.unlock)
    }
}

/// [`evthread_condition_callbacks`] with none missing.
#[derive(Clone, Copy)]
struct CondFns {
    version: c_int,
    alloc: unsafe extern "C" fn(c_uint) -> *mut c_void,
    free: unsafe extern "C" fn(*mut c_void),
    signal: unsafe extern "C" fn(*mut c_void, c_int) -> c_int,
    wait: unsafe extern "C" fn(*mut c_void, *mut c_void, *const timeval) -> c_int,
}

impl CondFns {
    fn complete(cbs: &evthread_condition_callbacks) -> Option<Self> {
        Some(CondFns {
            version: cbs.condition_api_version,
            alloc: cbs.alloc_condition?,
            free: cbs.free_condition?,
            signal: cbs.signal_condition?,
            wait: cbs.wait_condition?,
        })
    }

    fn same(&self, other: &Self) -> bool {
        self.version == other.version
            && ptr::fn_addr_eq(self.alloc, other.alloc)
            && ptr::fn_addr_eq(self.free, other.free)
            && ptr::fn_addr_eq(self.signal, other.signal)
            && ptr::fn_addr_eq(self.wait, other.wait)
    }
}

/// What the program has set up.
struct Threading {
    locks: Option<LockFns>,
    conditions: Option<CondFns>,
}

static THREADING: Mutex<Threading> = Mutex::new(Threading {
    locks: None,
    conditions: None,
});
static ID_FN: AtomicPtr<()> = AtomicPtr::new(ptr::null_mut());
static DEBUG_LOCKS: AtomicBool = AtomicBool::new(false);

/// Takes a mutex of the library's own; a panic cannot have left it poisoned, since panics abort.
pub(crate) fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Refused: other callbacks are in use, or some are missing.
pub(crate) struct Refused;

/// Sets the lock callbacks. Once set they cannot change.
pub(crate) fn set_lock_callbacks(cbs: Option<&evthread_lock_callbacks>) -> Result<(), Refused> {
    let mut threading = hold(&THREADING);
    let Some(cbs) = cbs else {
        let were_set = threading.locks.take().is_some();
        drop(threading);
        if were_set {
            warnx!(
                "Trying to disable lock functions after they have been set up will probaby not work."
            );
        }
        return Ok(());
    };
    let new = LockFns::complete(cbs);
    match (&threading.locks, new) {
        (Some(old), Some(new)) if old.same(&new) => Ok(()),
        (Some(_), _) => {
            drop(threading);
            warnx!("Can't change lock callbacks once they have been initialized.");
            Err(Refused)
        }
        (None, Some(_)) => {
            threading.locks = new;
            Ok(())
        }
        (None, None) => Err(Refused),
    }
}

/// Sets the condition callbacks. Once set they cannot change.
pub(crate) fn set_condition_callbacks(
    cbs: Option<&evthread_condition_callbacks>,
) -> Result<(), Refused> {
    let mut threading = hold(&THREADING);
    let Some(cbs) = cbs else {
        let were_set = threading.conditions.take().is_some();
        drop(threading);
        if were_set {
            warnx!(
                "Trying to disable condition functions after they have been set up will probaby not work."
            );
        }
        return Ok(());
    };
    let new = CondFns::complete(cbs);
    match (&threading.conditions, new) {
        (Some(old), Some(new)) if old.same(&new) => Ok(()),
        (Some(_), _) => {
            drop(threading);
            warnx!("Can't change condition callbacks once they have been initialized.");
            Err(Refused)
        }
        (None, new) => {
            threading.conditions = new;
            Ok(())
        }
    }
}

pub(crate) fn set_id_callback(id: IdFn) {
    ID_FN.store(id.map_or(ptr::null_mut(), |f| f as *mut ()), Relaxed);
}

/// The calling thread, once the program has said how to tell threads apart.
#[inline]
pub(crate) fn current() -> Option<c_ulong> {
    let id = ID_FN.load(Relaxed);
    if id.is_null() {
        return None;
    }
    // SAFETY: `set_id_callback` stored a function of this type.
    Some(unsafe { mem::transmute::<*mut (), unsafe extern "C" fn() -> c_ulong>(id)() })
}

/// From now on new locks check that they are used rightly.
pub(crate) fn enable_lock_debugging() {
    DEBUG_LOCKS.store(true, Relaxed);
}

/// Whether bases get a lock.
pub(crate) fn locking_enabled() -> bool {
    DEBUG_LOCKS.load(Relaxed) || hold(&THREADING).locks.is_some()
}

/// Who holds a lock, when lock debugging is on.
struct Holder {
    /// Whether it may take the lock again.
    recursive: bool,
    thread: Cell<Option<c_ulong>>,
    times: Cell<u32>,
}

/// A lock. Taken and released through `&self`; made only when locking is enabled.
pub(crate) struct Lock {
    raw: *mut c_void,
    locktype: c_uint,
    /// `None` when only lock debugging is on, without threads.
    fns: Option<LockFns>,
    holder: Option<Holder>,
}

impl Lock {
    pub(crate) fn new(locktype: c_uint) -> Result<Self, OutOfMemory> {
        let fns = hold(&THREADING).locks;
        let debug = DEBUG_LOCKS.load(Relaxed);
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
        Ok(Lock {
            raw,
            locktype,
            fns,
            holder,
        })
    }

    #[inline]
    pub(crate) fn acquire(&self) {
        if let Some(fns) = &self.fns {
            // SAFETY: `raw` came from the same set of callbacks.
            unsafe { (fns.lock)(0, self.raw) };
        }
        if let Some(holder) = &self.holder {
            holder.acquired();
        }
    }

    #[inline]
    pub(crate) fn release(&self) {
        if let Some(holder) = &self.holder {
            holder.released();
        }
        if let Some(fns) = &self.fns {
            // SAFETY: as in `acquire`.
            unsafe { (fns.unlock)(0, self.raw) };
        }
    }
}

impl Drop for Lock {
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

/// A condition that goes with a [`Lock`].
pub(crate) struct Condition {
    raw: NonNull<c_void>,
    fns: CondFns,
}

impl Condition {
    /// A new condition, or `None` without condition callbacks.
    pub(crate) fn new() -> Result<Option<Self>, OutOfMemory> {
        let Some(fns) = hold(&THREADING).conditions else {
            return Ok(None);
        };
        // SAFETY: the program vouched for its callbacks.
        let raw = NonNull::new(unsafe { (fns.alloc)(0) }).ok_or(OutOfMemory)?;
        Ok(Some(Condition { raw, fns }))
    }

    pub(crate) fn broadcast(&self) {
        // SAFETY: `raw` came from the same set of callbacks.
        unsafe { (self.fns.signal)(self.raw.as_ptr(), 1) };
    }

    /// Waits, releasing `lock`, which the caller holds, meanwhile. May wake for no reason. Tells
    /// whether waiting is possible at all.
    pub(crate) fn wait(&self, lock: &Lock) -> bool {
        if let Some(holder) = &lock.holder {
            holder.released();
        }
        // SAFETY: as in `broadcast`; NULL waits without a limit.
        let result = unsafe { (self.fns.wait)(self.raw.as_ptr(), lock.raw, ptr::null()) };
        if let Some(holder) = &lock.holder {
            holder.acquired();
        }
        result >= 0
    }
}

impl Drop for Condition {
    fn drop(&mut self) {
        // SAFETY: as in `broadcast`; nobody uses it any more.
        unsafe { (self.fns.free)(self.raw.as_ptr()) };
    }
}

/// Locks and conditions made of pthreads'.
pub(crate) mod pthreads {
    use super::*;
    use libc::{pthread_cond_t, pthread_mutex_t, pthread_mutexattr_t, timespec};

    use crate::rt::time;

    static INHERIT_PRIORITY: AtomicBool = AtomicBool::new(false);

    /// Makes pthreads the provider. With `inherit_priority`, a thread that holds a lock runs at the
    /// priority of the most important thread waiting for it.
    /// What the program has set up itself stays, with a warning.
    pub(crate) fn enable(inherit_priority: bool) {
        INHERIT_PRIORITY.store(inherit_priority, Relaxed);
        let _ = set_lock_callbacks(Some(&evthread_lock_callbacks {
            lock_api_version: 1,
            supported_locktypes: RECURSIVE,
            alloc: Some(alloc),
            free: Some(free),
            lock: Some(lock),
            unlock: Some(unlock),
        }));
        let _ = set_condition_callbacks(Some(&evthread_condition_callbacks {
            condition_api_version: 1,
            alloc_condition: Some(alloc_condition),
            free_condition: Some(free_condition),
            signal_condition: Some(signal_condition),
            wait_condition: Some(wait_condition),
        }));
        set_id_callback(Some(id));
    }

    unsafe extern "C" fn id() -> c_ulong {
        // SAFETY: always allowed.
        unsafe { libc::pthread_self() }
    }

    unsafe extern "C" fn alloc(locktype: c_uint) -> *mut c_void {
        let Some(memory) = mm::malloc(mem::size_of::<pthread_mutex_t>()) else {
            return ptr::null_mut();
        };
        let mut attributes = mem::MaybeUninit::<pthread_mutexattr_t>::uninit();
        let attributes = attributes.as_mut_ptr();
        // SAFETY: the attributes are initialised before use, and the memory fits a mutex.
        let failed = unsafe {
            libc::pthread_mutexattr_init(attributes);
            if locktype & RECURSIVE != 0 {
                libc::pthread_mutexattr_settype(attributes, libc::PTHREAD_MUTEX_RECURSIVE);
            }
            if INHERIT_PRIORITY.load(Relaxed) {
                libc::pthread_mutexattr_setprotocol(attributes, libc::PTHREAD_PRIO_INHERIT);
            }
            let failed = libc::pthread_mutex_init(memory.as_ptr().cast(), attributes) != 0;
            libc::pthread_mutexattr_destroy(attributes);
            failed
        };
        if failed {
            // SAFETY: allocated above.
            unsafe { mm::free(memory.as_ptr()) };
            return ptr::null_mut();
        }
        memory.as_ptr()
    }

    unsafe extern "C" fn free(lock: *mut c_void, _locktype: c_uint) {
        // SAFETY: `alloc` made it, and nobody uses it any more.
        unsafe {
            libc::pthread_mutex_destroy(lock.cast());
            mm::free(lock);
        }
    }

    unsafe extern "C" fn lock(mode: c_uint, lock: *mut c_void) -> c_int {
        // SAFETY: `alloc` made it.
        unsafe {
            if mode & TRY != 0 {
                libc::pthread_mutex_trylock(lock.cast())
            } else {
                libc::pthread_mutex_lock(lock.cast())
            }
        }
    }

    unsafe extern "C" fn unlock(_mode: c_uint, lock: *mut c_void) -> c_int {
        // SAFETY: `alloc` made it.
        unsafe { libc::pthread_mutex_unlock(lock.cast()) }
    }

    unsafe extern "C" fn alloc_condition(_condtype: c_uint) -> *mut c_void {
        let Some(memory) = mm::malloc(mem::size_of::<pthread_cond_t>()) else {
            return ptr::null_mut();
        };
        // SAFETY: the memory fits a condition; glibc cannot fail here.
        unsafe { libc::pthread_cond_init(memory.as_ptr().cast(), ptr::null()) };
        memory.as_ptr()
    }

    unsafe extern "C" fn free_condition(cond: *mut c_void) {
        // SAFETY: `alloc_condition` made it, and nobody uses it any more.
        unsafe {
            libc::pthread_cond_destroy(cond.cast());
            mm::free(cond);
        }
    }

    unsafe extern "C" fn signal_condition(cond: *mut c_void, broadcast: c_int) -> c_int {
        // SAFETY: `alloc_condition` made it.
        let failed = unsafe {
            if broadcast != 0 {
                libc::pthread_cond_broadcast(cond.cast())
            } else {
                libc::pthread_cond_signal(cond.cast())
            }
        };
        if failed != 0 { -1 } else { 0 }
    }

    /// Returns 0 when woken, 1 after the timeout, -1 on error.
    unsafe extern "C" fn wait_condition(
        cond: *mut c_void,
        lock: *mut c_void,
        timeout: *const timeval,
    ) -> c_int {
        // SAFETY: the functions above made them; a timeout is null or valid.
        let result = unsafe {
            match timeout.as_ref() {
                None => libc::pthread_cond_wait(cond.cast(), lock.cast()),
                Some(timeout) => {
                    let until = time::wall_clock().saturating_add(time::from_timeval(timeout));
                    let until: timespec = time::to_timespec(until);
                    libc::pthread_cond_timedwait(cond.cast(), lock.cast(), &until)
                }
            }
        };
        match result {
            0 => 0,
            libc::ETIMEDOUT => 1,
            _ => -1,
        }
    }
}
