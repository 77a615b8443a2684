//! How the program wants locks, conditions and thread identities: none until it asks for threads, then
//! pthreads' or its own.

use std::ffi::{c_int, c_uint, c_ulong, c_void};
use std::mem;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};

use libc::timeval;

use super::log::warnx;
use super::pthreads;
use crate::ffi::thread::{evthread_condition_callbacks, evthread_lock_callbacks};

/// A lock that the thread holding it may take again: `EVTHREAD_LOCKTYPE_RECURSIVE`.
pub(crate) const RECURSIVE: c_uint = 1;
/// Do not wait for the lock: `EVTHREAD_TRY`.
pub(crate) const TRY: c_uint = 0x10;

/// Tells one thread from another.
pub(crate) type IdFn = Option<unsafe extern "C" fn() -> c_ulong>;

pub(super) type LockFn = unsafe extern "C" fn(c_uint, *mut c_void) -> c_int;
pub(super) type WaitFn = unsafe extern "C" fn(*mut c_void, *mut c_void, *const timeval) -> c_int;

/// [`evthread_lock_callbacks`] with none missing.
#[derive(Clone, Copy)]
pub(super) struct LockFns {
    version: c_int,
    locktypes: c_uint,
    pub(super) alloc: unsafe extern "C" fn(c_uint) -> *mut c_void,
    pub(super) free: unsafe extern "C" fn(*mut c_void, c_uint),
    pub(super) lock: LockFn,
    pub(super) unlock: LockFn,
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
pub(super) struct CondFns {
    version: c_int,
    pub(super) alloc: unsafe extern "C" fn(c_uint) -> *mut c_void,
    pub(super) free: unsafe extern "C" fn(*mut c_void),
    pub(super) signal: unsafe extern "C" fn(*mut c_void, c_int) -> c_int,
    pub(super) wait: WaitFn,
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
    // The usual one need not be called.
    if id == pthreads::id as *mut () {
        return Some(pthreads::this_thread());
    }
    // SAFETY: `set_id_callback` stored a function of this type.
    Some(unsafe { mem::transmute::<*mut (), unsafe extern "C" fn() -> c_ulong>(id)() })
}

/// From now on new locks check that they are used rightly.
pub(crate) fn enable_lock_debugging() {
    DEBUG_LOCKS.store(true, Relaxed);
}

pub(super) fn debugging_locks() -> bool {
    DEBUG_LOCKS.load(Relaxed)
}

/// Whether objects that threads may share get a lock.
pub(crate) fn locking_enabled() -> bool {
    debugging_locks() || hold(&THREADING).locks.is_some()
}

pub(super) fn lock_fns() -> Option<LockFns> {
    hold(&THREADING).locks
}

pub(super) fn condition_fns() -> Option<CondFns> {
    hold(&THREADING).conditions
}

/// Whether new locks may be the library's own in place of those of callbacks: with pthreads, where they
/// do the same, and nobody looks at them.
pub(super) fn built_in_locks_do() -> bool {
    let threading = hold(&THREADING);
    let (locks, conditions) = (&threading.locks, &threading.conditions);
    !debugging_locks()
        && locks.as_ref().is_some_and(pthreads::are_plain_locks)
        && conditions.as_ref().is_some_and(pthreads::are_conditions)
}
