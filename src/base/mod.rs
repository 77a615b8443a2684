//! The event base: everything that happens in one event loop.
//!
//! One idea per file; `mod.rs` holds the structure and the handle that all of them share. The rules
//! for code that may call into the program are in `docs/architecture.md`.

mod active;
mod assumed;
mod common_timeout;
mod config;
mod debug;
mod deferred;
mod event_struct;
mod finalize;
mod fork;
mod inspect;
mod io;
mod lifecycle;
mod notify;
mod once;
mod queue;
mod run;
mod signal;
mod signalfd;
#[cfg(test)]
mod tests;
mod timer;
mod watch;

use std::cell::Cell;
use std::ffi::{c_int, c_ulong};
use std::ops::Deref;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicPtr, Ordering::Relaxed};

use crate::backend::{Backend, Method};
use crate::buffer::Blocks;
use crate::ds::timer_heap::TimerHeap;
use crate::rt::lock::{Condition, Lock};
use crate::rt::mm;
use crate::rt::thread;

pub(crate) use config::Flags;
pub(crate) use config::event_config;
pub(crate) use debug::{Debug, assert_threads_not_too_late, enable as enable_debug_mode};
pub(crate) use deferred::{Call, Deferred};
pub(crate) use event_struct::event;
pub(crate) use event_struct::{Ev, Events, State, Turn};
pub(crate) use finalize::Finalizer;
pub(crate) use inspect::Counted;
pub(crate) use queue::Wait;
pub(crate) use run::{Ending, LoopFlags};
pub(crate) use timer::Timeout;
pub(crate) use watch::{Hook, Watcher};
pub(crate) use watch::{evwatch, evwatch_check_cb_info, evwatch_prepare_cb_info};

/// The library said no; `errno` may say why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failed;

impl From<crate::backend::Failed> for Failed {
    fn from(_: crate::backend::Failed) -> Self {
        Failed
    }
}

impl From<crate::rt::mm::OutOfMemory> for Failed {
    fn from(_: crate::rt::mm::OutOfMemory) -> Self {
        Failed
    }
}

/// An event base. Opaque to C programs.
pub struct event_base {
    method: &'static Method,
    backend: Backend,
    flags: Flags,
    io: io::FdMap,
    signals: signal::Signals,
    timers: TimerHeap<Ev>,
    active: active::ActiveQueues,
    once: once::OnceList,
    common_timeouts: common_timeout::CommonTimeouts,
    watchers: watch::Watchers,
    time: timer::BaseTime,
    counts: inspect::Counts,
    deferred: deferred::DeferredCalls,
    assumed: assumed::Assumed,
    blocks: Blocks,
    control: run::Control,
    limits: config::Limits,
    threads: Threads,
}

/// What a base needs when several threads use it.
struct Threads {
    lock: Option<Lock>,
    /// Told when a callback that others wait for has returned.
    callback_returned: Option<Condition>,
    waiters: Cell<u32>,
    /// The thread that runs, or last ran, the loop.
    loop_thread: Cell<Option<c_ulong>>,
    notifier: notify::Notifier,
}

/// A handle on an event base. It borrows nothing: the base may be freed by any callback.
///
/// INVARIANT: whoever holds a handle uses it only while the base exists.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct Base(NonNull<event_base>);

impl Deref for Base {
    type Target = event_base;
    #[inline]
    fn deref(&self) -> &event_base {
        // SAFETY: the invariant of `Base`. What changes is in cells, so other handles may change it.
        unsafe { self.0.as_ref() }
    }
}

/// The base of the functions that name none: the one `event_init` made last.
static CURRENT: AtomicPtr<event_base> = AtomicPtr::new(ptr::null_mut());

impl Base {
    /// # Safety
    /// `base` is null or a base that was not freed, and stays so for as long as the handle is used.
    #[inline]
    pub(crate) unsafe fn from_ptr(base: *const event_base) -> Option<Self> {
        NonNull::new(base.cast_mut()).map(Base)
    }

    pub(crate) fn as_ptr(self) -> *mut event_base {
        self.0.as_ptr()
    }

    /// The base that functions without a base argument use.
    pub(crate) fn current() -> Option<Self> {
        NonNull::new(CURRENT.load(Relaxed)).map(Base)
    }

    pub(crate) fn make_current(self) {
        CURRENT.store(self.as_ptr(), Relaxed);
    }

    fn is_current(self) -> bool {
        CURRENT.load(Relaxed) == self.as_ptr()
    }

    pub(crate) fn method_name(self) -> &'static std::ffi::CStr {
        if self.flags.contains(Flags::EPOLL_USE_CHANGELIST) && self.backend.reports_once() {
            c"epoll (with changelist)"
        } else {
            self.method.name
        }
    }

    /// The blocks that are kept for what the loop transfers.
    #[inline]
    pub(crate) fn blocks(&self) -> &Blocks {
        &self.blocks
    }

    /// The same, if the calling thread is the loop's.
    #[inline]
    pub(crate) fn blocks_in_loop(&self) -> Option<&Blocks> {
        self.is_running_here().then_some(&self.blocks)
    }

    /// Whether the calling thread is in the loop. Where it is so, it stays so until this thread leaves it.
    #[inline]
    pub(crate) fn is_running_here(self) -> bool {
        let _lock = self.lock();
        self.control.is_running() && self.in_loop_thread()
    }

    pub(crate) fn features(self) -> c_int {
        self.method.features.bits()
    }

    /// Whether the base has a lock, so that other threads may use it.
    #[inline]
    pub(crate) fn is_shared(self) -> bool {
        self.threads.lock.is_some()
    }

    #[inline]
    pub(crate) fn acquire_lock(self) {
        if self.is_shared() {
            self.acquire_shared_lock();
        }
    }

    #[inline]
    pub(crate) fn release_lock(self) {
        if self.is_shared() {
            self.release_shared_lock();
        }
    }

    // Not where they are called, so that a base without a lock costs one comparison there.
    #[inline(never)]
    fn acquire_shared_lock(self) {
        self.acquire_lock_here();
    }

    #[inline(never)]
    fn release_shared_lock(self) {
        self.release_lock_here();
    }

    // Where they are called: for what is done so often that the call would count.
    #[inline(always)]
    fn acquire_lock_here(self) {
        if let Some(lock) = &self.threads.lock {
            lock.acquire();
        }
    }

    #[inline(always)]
    fn release_lock_here(self) {
        if let Some(lock) = &self.threads.lock {
            lock.release();
        }
    }

    /// Holds the base's lock, if it has one, until the guard is dropped.
    #[inline]
    pub(crate) fn lock(self) -> Locked {
        self.acquire_lock();
        Locked(self)
    }

    /// Waits for something outside, with the lock released, and keeps the `errno` it leaves.
    pub(crate) fn wait_unlocked<R>(self, wait: impl FnOnce() -> R) -> R {
        if !self.is_shared() {
            return wait();
        }
        self.release_lock();
        let result = wait();
        let errno = mm::errno();
        self.acquire_lock();
        mm::set_errno(errno);
        result
    }

    /// Runs what may call into the program, with the lock released.
    #[inline(always)]
    fn unlocked(self, call: impl FnOnce()) {
        if self.is_shared() {
            self.release_lock_here();
            call();
            self.acquire_lock_here();
        } else {
            call();
        }
    }

    /// Whether the loop is running in another thread, which must then be told of changes.
    #[inline]
    fn runs_elsewhere(self) -> bool {
        thread::current().is_some_and(|me| {
            self.control.is_running() && self.threads.loop_thread.get() != Some(me)
        })
    }

    /// Whether the calling thread is the one that runs the loop, as far as can be known.
    #[inline]
    fn in_loop_thread(self) -> bool {
        thread::current().is_none_or(|me| self.threads.loop_thread.get() == Some(me))
    }

    /// Waits until the callback of `ev`, if another thread is running it, has returned.
    #[inline]
    fn wait_for_callback(self, ev: Ev) {
        if self.is_shared() {
            self.wait_for_callback_of_other_thread(ev);
        }
    }

    #[cold]
    fn wait_for_callback_of_other_thread(self, ev: Ev) {
        let (Some(lock), Some(returned)) = (&self.threads.lock, &self.threads.callback_returned)
        else {
            return;
        };
        while self.control.running_event() == Some(ev) && !self.in_loop_thread() {
            self.threads.waiters.set(self.threads.waiters.get() + 1);
            if !returned.wait(lock) {
                return;
            }
        }
    }

    /// Tells those waiting in [`wait_for_callback`](Self::wait_for_callback).
    #[inline]
    fn callback_returned(self) {
        self.control.set_running_event(None);
        if self.threads.waiters.get() > 0 {
            self.tell_waiters();
        }
    }

    #[cold]
    fn tell_waiters(self) {
        self.threads.waiters.set(0);
        if let Some(returned) = &self.threads.callback_returned {
            returned.broadcast();
        }
    }
}

/// Holds a base's lock while it lives.
pub(crate) struct Locked(Base);

impl Drop for Locked {
    #[inline]
    fn drop(&mut self) {
        self.0.release_lock();
    }
}
