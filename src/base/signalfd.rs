//! Signals by signalfd(2), for programs that ask for it: blocked, then read as data, so that no
//! handler ever interrupts anything.

use std::cell::Cell;
use std::ffi::{c_int, c_short, c_void};
use std::mem;
use std::ptr::{self, NonNull};

use libc::{signalfd_siginfo, sigset_t};

use super::event_struct::{Ev, event};
use super::queue::Wait;
use super::{Base, Failed};
use crate::rt::log::warn_errno;
use crate::rt::mm;

/// The signalfd of a base, opened with its first signal.
pub(crate) struct SignalFd {
    fd: Cell<c_int>,
    signals: Cell<Option<sigset_t>>,
    event: event,
}

impl SignalFd {
    pub(crate) const fn new() -> Self {
        SignalFd {
            fd: Cell::new(-1),
            signals: Cell::new(None),
            event: event::unused(),
        }
    }

    fn set(&self) -> sigset_t {
        self.signals.get().unwrap_or_else(|| {
            // SAFETY: sigemptyset initialises the set.
            unsafe {
                let mut set = mem::zeroed();
                libc::sigemptyset(&mut set);
                set
            }
        })
    }

    pub(super) fn reader(&self) -> Ev {
        // SAFETY: it lives as long as the base, whose address does not change.
        unsafe { Ev::new(NonNull::from(&self.event)) }
    }

    /// Takes up `signal`.
    pub(crate) fn add(&self, base: Base, signal: c_int) -> Result<(), Failed> {
        let before = self.set();
        let mut set = before;
        // SAFETY: the set is valid; a bad number gives an error.
        let known = unsafe { libc::sigaddset(&mut set, signal) } == 0;
        // The kernel would leave these out without a word.
        if !known || matches!(signal, libc::SIGKILL | libc::SIGSTOP) {
            mm::set_errno(libc::EINVAL);
            warn_errno!("signalfd");
            return Err(Failed);
        }
        self.open(base, &set)?;
        block(libc::SIG_BLOCK, signal).inspect_err(|_| {
            let _ = self.open(base, &before);
        })?;
        self.signals.set(Some(set));
        Ok(())
    }

    fn open(&self, base: Base, set: &sigset_t) -> Result<(), Failed> {
        // SAFETY: the set is valid. An fd of our own is changed rather than made.
        let fd =
            unsafe { libc::signalfd(self.fd.get(), set, libc::SFD_NONBLOCK | libc::SFD_CLOEXEC) };
        if fd < 0 {
            warn_errno!("signalfd");
            return Err(Failed);
        }
        if self.fd.replace(fd) >= 0 {
            return Ok(());
        }
        let reader = self.reader();
        reader.assign_internal(base, fd, Some(read_signals));
        base.add(reader, None).inspect_err(|_| self.close())
    }

    /// Gives `signal` up.
    pub(crate) fn remove(&self, base: Base, signal: c_int) -> Result<(), Failed> {
        let mut set = self.set();
        // SAFETY: the set is valid.
        unsafe { libc::sigdelset(&mut set, signal) };
        self.signals.set(Some(set));
        self.open(base, &set)?;
        block(libc::SIG_UNBLOCK, signal)
    }

    /// Makes the signalfd anew, in a child process.
    pub(crate) fn reopen(&self, base: Base) -> Result<(), Failed> {
        if self.signals.get().is_none() {
            return Ok(());
        }
        if self.fd.get() >= 0 {
            let _ = base.del(self.reader(), Wait::No);
            self.close();
        }
        self.open(base, &self.set())
    }

    fn close(&self) {
        let fd = self.fd.replace(-1);
        if fd >= 0 {
            // SAFETY: the fd is this object's own.
            unsafe { libc::close(fd) };
        }
    }
}

impl Drop for SignalFd {
    fn drop(&mut self) {
        self.close();
    }
}

/// Blocks or unblocks one signal in the calling thread.
fn block(how: c_int, signal: c_int) -> Result<(), Failed> {
    // SAFETY: the set is initialised before use.
    let failed = unsafe {
        let mut set: sigset_t = mem::zeroed();
        libc::sigemptyset(&mut set);
        libc::sigaddset(&mut set, signal);
        libc::pthread_sigmask(how, &set, ptr::null_mut())
    };
    if failed == 0 {
        return Ok(());
    }
    mm::set_errno(failed);
    warn_errno!("pthread_sigmask");
    Err(Failed)
}

unsafe extern "C" fn read_signals(fd: c_int, _: c_short, base: *mut c_void) {
    // SAFETY: the internal event belongs to this base, which is running it.
    let Some(base) = (unsafe { Base::from_ptr(base.cast()) }) else {
        return;
    };
    let _lock = base.lock();
    loop {
        let mut info = mem::MaybeUninit::<signalfd_siginfo>::uninit();
        // SAFETY: the structure is writable for its size.
        let n = unsafe { libc::read(fd, info.as_mut_ptr().cast(), size_of_val(&info)) };
        if n != size_of_val(&info) as isize {
            break;
        }
        // SAFETY: the kernel has filled it.
        let signal = unsafe { info.assume_init() }.ssi_signo;
        base.activate_signal(signal as c_int, 1);
    }
}
