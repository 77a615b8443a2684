//! The making and the end of a base.

use std::ffi::CStr;
use std::ptr::NonNull;
use std::sync::atomic::Ordering::Relaxed;

use super::config::{Flags, event_config};
use super::event_struct::{State, Turn};
use super::queue::Wait;
use super::{
    Base, CURRENT, Debug, Failed, Threads, active, assumed, common_timeout, debug, deferred,
    event_base, inspect, io, notify, once, run, signal, timer, watch,
};
use crate::backend::{Backend, METHODS, Method, Options};
use crate::buffer::Blocks;
use crate::ds::timer_heap::TimerHeap;
use crate::rt::lock::{Condition, Lock};
use crate::rt::log::{self, debug_log, warnx};
use crate::rt::mm;
use crate::rt::thread;
use crate::rt::time::Source;

/// Whether the program runs with more rights than its user has.
fn is_privileged() -> bool {
    // SAFETY: may be asked for anything. Miri does not know it.
    !cfg!(miri) && unsafe { libc::getauxval(libc::AT_SECURE) } != 0
}

/// Whether a variable of the environment is set; never, in a privileged program.
fn is_set(variable: &CStr) -> bool {
    // SAFETY: the name is a C string.
    !is_privileged() && unsafe { !libc::getenv(variable.as_ptr()).is_null() }
}

/// The wishes of the program and of its user together.
fn effective_flags(config: &event_config) -> Flags {
    let mut flags = config.flags();
    if !flags.contains(Flags::IGNORE_ENV) {
        for (variable, flag) in [
            (c"EVENT_PRECISE_TIMER", Flags::PRECISE_TIMER),
            (c"EVENT_EPOLL_USE_CHANGELIST", Flags::EPOLL_USE_CHANGELIST),
            (c"EVENT_USE_SIGNALFD", Flags::USE_SIGNALFD),
        ] {
            if is_set(variable) {
                flags |= flag;
            }
        }
    }
    flags
}

/// Opens the best backend that is allowed and works.
fn choose_backend(
    config: &event_config,
    flags: Flags,
) -> Result<(&'static Method, Backend), Failed> {
    let options = Options {
        precise: flags.contains(Flags::PRECISE_TIMER),
    };
    for (index, method) in METHODS.iter().enumerate() {
        let forbidden = !flags.contains(Flags::IGNORE_ENV) && is_set(method.forbidden_by);
        if forbidden || !config.allows(index, method) {
            continue;
        }
        if let Ok(backend) = (method.open)(options) {
            return Ok((method, backend));
        }
    }
    warnx!("event_base_new_with_config: no event mechanism available");
    Err(Failed)
}

impl Base {
    /// Makes a base.
    pub(crate) fn new(config: &event_config) -> Result<Self, Failed> {
        debug::note_base_made();
        let flags = effective_flags(config);
        let source = if flags.contains(Flags::PRECISE_TIMER) {
            Source::Precise
        } else {
            Source::Coarse
        };
        let shared = thread::locking_enabled() && !flags.contains(Flags::NOLOCK);
        let (method, backend) = choose_backend(config, flags)?;
        let base = mm::boxed(event_base {
            method,
            backend,
            flags,
            io: io::FdMap::new(),
            signals: signal::Signals::open()?,
            timers: TimerHeap::new(),
            active: active::ActiveQueues::new()?,
            once: once::OnceList::new(),
            common_timeouts: common_timeout::CommonTimeouts::new(),
            watchers: watch::Watchers::new(),
            time: timer::BaseTime::new(source),
            counts: inspect::Counts::new(),
            deferred: deferred::DeferredCalls::new(),
            assumed: assumed::Assumed::new(),
            blocks: Blocks::new(),
            control: run::Control::new(),
            limits: config.limits(),
            threads: Threads::new(shared)?,
        })?;
        let base = Base(base);
        base.prepare_signals();
        if is_set(c"EVENT_SHOW_METHOD") {
            let name = base.method_name().to_str().unwrap_or("");
            log::emit(log::Severity::Msg, format_args!("libevent using: {name}"));
        }
        if shared && base.make_notifiable().is_err() {
            warnx!("event_base_new_with_config: Unable to make base notifiable.");
            base.free(false);
            return Err(Failed);
        }
        Ok(base)
    }

    /// Ends a base. Its events are taken off and stay their owners'; those that are being finalized
    /// get their finalizers called, if `run_finalizers`.
    pub(crate) fn free(self, run_finalizers: bool) {
        if self.is_current() {
            CURRENT.store(std::ptr::null_mut(), Relaxed);
        }
        let lock = self.lock();
        self.backend.close();
        self.close_notifier();
        let mut dropped = 0;
        // What is called meanwhile may add more.
        loop {
            let more = self.drop_io_events()
                + self.drop_assumed()
                + self.drop_signal_events()
                + self.drop_timers()
                + self.drop_active(run_finalizers);
            if more == 0 {
                break;
            }
            dropped += more;
        }
        self.release_signals();
        if dropped > 0 {
            debug_log!("event_base_free: {dropped} events were still set in base");
        }
        once::free_all(self);
        watch::free_all(self);
        drop(lock);
        for internal in [
            self.signal_event(),
            self.signals.signalfd.reader(),
            self.notify_event(),
        ] {
            Debug::note_torn_down(internal);
        }
        // SAFETY: `new` made it, and no event of it is left on any queue.
        drop(unsafe { mm::unboxed(NonNull::new_unchecked(self.as_ptr())) });
    }

    fn drop_io_events(self) -> usize {
        let mut n = 0;
        for fd in self.io.fds() {
            while let Some(ev) = self.io.first(fd) {
                n += usize::from(!ev.is(State::INTERNAL));
                let _ = self.unqueue(ev);
            }
        }
        n
    }

    fn drop_signal_events(self) -> usize {
        let mut n = 0;
        while let Some(ev) = self.signals.first() {
            n += 1;
            let _ = self.unqueue(ev);
        }
        n
    }

    fn drop_timers(self) -> usize {
        let mut n = 0;
        while let Some(ev) = self.timers.first() {
            n += 1;
            let _ = self.unqueue(ev);
        }
        n
    }

    fn drop_active(self, run_finalizers: bool) -> usize {
        let mut n = 0;
        let next = || {
            self.make_later_active();
            self.active.first()
        };
        while let Some(callback) = next() {
            n += usize::from(!callback.is(State::INTERNAL));
            match callback.event() {
                Some(ev) if ev.is(State::FINALIZING) => {
                    self.dequeue_active(callback);
                    if run_finalizers {
                        self.call_finalizer(ev);
                    }
                }
                Some(ev) => {
                    let _ = self.del(ev, Wait::No);
                }
                None => self.call_deferred(callback, Turn::Lost),
            }
        }
        n
    }
}

impl Threads {
    fn new(shared: bool) -> Result<Self, Failed> {
        let lock = if shared { Some(Lock::new(0)?) } else { None };
        let callback_returned = match &lock {
            Some(lock) => Condition::new(lock)?,
            None => None,
        };
        Ok(Threads {
            lock,
            callback_returned,
            waiters: std::cell::Cell::new(0),
            loop_thread: std::cell::Cell::new(None),
            notifier: notify::Notifier::new(),
        })
    }
}
