//! A lock and a condition of the library's own, on futexes: in place of pthreads' where the program asked
//! for those with `evthread_use_pthreads()`. Taking a free lock is one compare-and-swap.

use std::cell::Cell;
use std::ffi::c_int;
use std::ptr;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicU32, AtomicUsize};

use super::{mm, pthreads};

/// Nobody has the lock.
const FREE: usize = 0;
/// Others may sleep until the lock is free. A bit that the name of no thread has.
const AWAITED: usize = 1;

/// A lock that the thread that holds it may take again.
pub(crate) struct RecursiveLock {
    /// [`FREE`], or the thread that has it and perhaps [`AWAITED`]. A thread can only find itself here if it has
    /// put itself here.
    state: AtomicUsize,
    /// How many times more than once the holder has taken it; only the holder's to touch.
    again: Cell<u32>,
}

impl RecursiveLock {
    pub(crate) const fn new() -> Self {
        RecursiveLock {
            state: AtomicUsize::new(FREE),
            again: Cell::new(0),
        }
    }

    #[inline]
    pub(crate) fn acquire(&self) {
        let me = this_thread();
        let state = self.state.load(Relaxed);
        if state == FREE {
            let taken = self.state.compare_exchange(FREE, me, Acquire, Relaxed);
            if taken.is_ok() {
                return;
            }
        } else if state & !AWAITED == me {
            self.again.set(self.again.get() + 1);
            return;
        }
        self.wait_and_take(me);
    }

    #[inline(never)]
    fn wait_and_take(&self, me: usize) {
        loop {
            let state = self.state.load(Relaxed);
            // Who has slept does not know whether others still do, so it takes the lock as awaited.
            let wanted = if state == FREE { me } else { state } | AWAITED;
            let changed = state == wanted
                || self
                    .state
                    .compare_exchange(state, wanted, Acquire, Relaxed)
                    .is_ok();
            if changed && state == FREE {
                return;
            }
            if changed && cfg!(miri) {
                // It does not let the kernel look at half of an atomic word.
                std::thread::yield_now();
            } else if changed {
                sleep_while(self.sleepers_word(), wanted as u32);
            }
        }
    }

    #[inline]
    pub(crate) fn release(&self) {
        if self.again.get() > 0 {
            self.again.set(self.again.get() - 1);
            return;
        }
        if self.state.swap(FREE, Release) & AWAITED != 0 {
            wake(self.sleepers_word(), 1);
        }
    }

    /// The lower half of the state, which has [`AWAITED`]: the kernel compares no more than that.
    fn sleepers_word(&self) -> *mut u32 {
        let halves = self.state.as_ptr().cast::<u32>();
        if cfg!(target_endian = "big") {
            halves.wrapping_add(1)
        } else {
            halves
        }
    }
}

/// A condition that goes with a [`RecursiveLock`].
pub(crate) struct Condition {
    /// How often it came true. A broadcast between the release of the lock and the sleep changes it, and
    /// then there is no sleep.
    times: AtomicU32,
}

impl Condition {
    pub(crate) const fn new() -> Self {
        Condition {
            times: AtomicU32::new(0),
        }
    }

    /// Waits for a broadcast, with `lock`, which the caller has taken once, released meanwhile. May
    /// return for no reason.
    pub(crate) fn wait(&self, lock: &RecursiveLock) {
        let times = self.times.load(Relaxed);
        lock.release();
        sleep_while(self.times.as_ptr(), times);
        lock.acquire();
    }

    /// Wakes all that wait. The caller holds the lock.
    pub(crate) fn broadcast(&self) {
        self.times.fetch_add(1, Relaxed);
        wake(self.times.as_ptr(), c_int::MAX);
    }
}

/// A number that no other living thread has, and that is even.
#[inline]
fn this_thread() -> usize {
    let thread = pthreads::this_thread() as usize;
    // It need not be an address everywhere.
    if cfg!(all(target_arch = "x86_64", not(miri))) {
        thread
    } else {
        thread << 1
    }
}

/// Sleeps until woken, if `word` still is `value`. May return for no reason.
#[cold]
fn sleep_while(word: *mut u32, value: u32) {
    keeping_errno(|| {
        let forever = ptr::null::<libc::timespec>();
        // SAFETY: the kernel only reads the word.
        unsafe {
            let operation = libc::FUTEX_WAIT | libc::FUTEX_PRIVATE_FLAG;
            libc::syscall(libc::SYS_futex, word, operation, value, forever)
        };
    });
}

/// Wakes up to `n` threads that sleep on `word`.
#[cold]
fn wake(word: *mut u32, n: c_int) {
    keeping_errno(|| {
        // SAFETY: the kernel does not even read the word. Who was woken may have freed it: then others
        // that sleep on something else there wake for no reason.
        unsafe {
            let operation = libc::FUTEX_WAKE | libc::FUTEX_PRIVATE_FLAG;
            libc::syscall(libc::SYS_futex, word, operation, n)
        };
    });
}

/// Programs look at the `errno` of calls that end with releasing a lock.
fn keeping_errno(call: impl FnOnce()) {
    let errno = mm::errno();
    call();
    mm::set_errno(errno);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    /// Some threads share this, as they share a base or a buffer.
    struct Shared {
        lock: RecursiveLock,
        condition: Condition,
        count: Cell<u32>,
    }

    // SAFETY: the tests touch the count only with the lock held.
    unsafe impl Sync for Shared {}

    impl Shared {
        fn new() -> Self {
            Shared {
                lock: RecursiveLock::new(),
                condition: Condition::new(),
                count: Cell::new(0),
            }
        }

        fn count_one(&self) {
            self.lock.acquire();
            self.count.set(self.count.get() + 1);
            self.lock.release();
        }

        /// Counts one, and waits until all threads have.
        fn count_one_and_meet(&self) {
            self.lock.acquire();
            self.count.set(self.count.get() + 1);
            while self.count.get() < THREADS {
                self.condition.wait(&self.lock);
            }
            self.condition.broadcast();
            self.lock.release();
        }
    }

    const THREADS: u32 = 4;
    const TIMES: u32 = if cfg!(miri) { 50 } else { 20_000 };

    #[test]
    fn one_thread_at_a_time() {
        let shared = Shared::new();
        thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| {
                    for _ in 0..TIMES {
                        shared.count_one();
                    }
                });
            }
        });
        assert_eq!(shared.count.get(), THREADS * TIMES);
        assert_eq!(shared.lock.state.load(Relaxed), FREE);
    }

    #[test]
    fn the_holder_may_take_it_again() {
        let shared = Shared::new();
        shared.lock.acquire();
        shared.count_one();
        thread::scope(|scope| {
            scope.spawn(|| shared.count_one());
            // The other thread has to wait, also after the lock was taken and released again.
            shared.count_one();
            assert_eq!(shared.count.get(), 2);
            shared.lock.release();
        });
        assert_eq!(shared.count.get(), 3);
    }

    #[test]
    fn a_broadcast_wakes_all_that_wait() {
        let shared = Shared::new();
        thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| shared.count_one_and_meet());
            }
        });
        assert_eq!(shared.count.get(), THREADS);
    }

    #[test]
    fn waiting_for_a_lock_keeps_errno() {
        let shared = Shared::new();
        mm::set_errno(libc::EDOM);
        sleep_while(shared.lock.sleepers_word(), 1);
        assert_eq!(mm::errno(), libc::EDOM);
    }
}
