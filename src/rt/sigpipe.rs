//! Writing to a socket that nobody reads, without the signal for that: for system calls that cannot be
//! told so.

use std::mem::MaybeUninit;
use std::ptr;

use libc::{SIGPIPE, sigset_t, timespec};

use super::mm;

/// Makes a system call with SIGPIPE held back from this thread. One that it raises is dropped. The
/// call's `errno` stays.
pub(crate) fn without_sigpipe(call: impl FnOnce() -> isize) -> isize {
    let mut before = MaybeUninit::<sigset_t>::uninit();
    let mut pending = MaybeUninit::<sigset_t>::uninit();
    let only_sigpipe = only_sigpipe();
    // SAFETY: the sets are written before they are read; all the calls do is to look at signals.
    unsafe {
        libc::sigpending(pending.as_mut_ptr());
        let was_pending = libc::sigismember(pending.as_ptr(), SIGPIPE) == 1;
        libc::pthread_sigmask(libc::SIG_BLOCK, &only_sigpipe, before.as_mut_ptr());
        let result = call();
        let errno = mm::errno();
        if result < 0 && errno == libc::EPIPE && !was_pending {
            const AT_ONCE: timespec = timespec {
                tv_sec: 0,
                tv_nsec: 0,
            };
            libc::sigtimedwait(&only_sigpipe, ptr::null_mut(), &AT_ONCE);
        }
        libc::pthread_sigmask(libc::SIG_SETMASK, before.as_ptr(), ptr::null_mut());
        mm::set_errno(errno);
        result
    }
}

fn only_sigpipe() -> sigset_t {
    let mut set = MaybeUninit::uninit();
    // SAFETY: sigemptyset initialises the set.
    unsafe {
        libc::sigemptyset(set.as_mut_ptr());
        libc::sigaddset(set.as_mut_ptr(), SIGPIPE);
        set.assume_init()
    }
}
