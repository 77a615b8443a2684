//! Signals: caught by a handler that writes their number to a pipe, which an internal event reads.

use std::cell::Cell;
use std::ffi::{c_int, c_short, c_void};
use std::mem;
use std::ptr::{self, NonNull};
use std::sync::Mutex;
use std::sync::atomic::{AtomicI32, Ordering::Relaxed};

use libc::sigaction;

use super::config::Flags;
use super::event_struct::{Ev, Events, PeerLink, State, event};
use super::queue::Wait;
use super::signalfd::SignalFd;
use super::{Base, Failed, event_base};
use crate::ds::list::Stack;
use crate::ds::vec::CellVec;
use crate::rt::call::uninterrupted;
use crate::rt::log::{warn_errno, warnx};
use crate::rt::mm;
use crate::rt::thread::hold;

/// Signals are numbered from 1 to one less than this.
pub(crate) const SIGNALS: usize = 65;

/// Where the handler writes; -1 for nowhere.
static PIPE: AtomicI32 = AtomicI32::new(-1);

/// The base whose pipe that is. Signals belong to the process, so only one base can have them.
static OWNER: Mutex<Owner> = Mutex::new(Owner::NOBODY);

struct Owner {
    /// The base's address, only ever compared.
    base: usize,
    /// How many different signals it waits for.
    signals: usize,
    /// Where the handler is to write.
    pipe: c_int,
}

impl Owner {
    const NOBODY: Self = Owner {
        base: 0,
        signals: 0,
        pipe: -1,
    };

    /// Makes this the owner, and gives the one before.
    fn install(self) -> Owner {
        let mut owner = hold(&OWNER);
        PIPE.store(self.pipe, Relaxed);
        mem::replace(&mut owner, self)
    }
}

/// One signal.
#[derive(Clone, Copy)]
struct Slot {
    events: Stack<Ev, PeerLink>,
    /// What handled the signal before, while we do.
    before: Option<NonNull<sigaction>>,
}

const EMPTY: Slot = Slot {
    events: Stack::EMPTY,
    before: None,
};

/// The signals of a base.
pub(crate) struct Signals {
    slots: CellVec<Slot>,
    /// How many different signals the base waits for.
    count: Cell<usize>,
    read_end: Cell<c_int>,
    write_end: Cell<c_int>,
    /// Waits for the pipe to have something.
    event: event,
    pub(crate) signalfd: SignalFd,
}

impl Signals {
    pub(crate) fn open() -> Result<Self, Failed> {
        let (read_end, write_end) = pipe()?;
        Ok(Signals {
            slots: CellVec::new(),
            count: Cell::new(0),
            read_end: Cell::new(read_end),
            write_end: Cell::new(write_end),
            event: event::unused(),
            signalfd: SignalFd::new(),
        })
    }

    fn slot(&self, signal: c_int) -> Option<Slot> {
        self.slots.get(usize::try_from(signal).ok()?)
    }

    fn store(&self, signal: c_int, slot: Slot) {
        self.slots.set(signal as usize, slot);
    }

    /// All events that wait for signals.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Ev> + '_ {
        self.slots.iter().flat_map(|slot| slot.events.iter())
    }

    pub(crate) fn first(&self) -> Option<Ev> {
        self.slots.iter().find_map(|slot| slot.events.first())
    }

    fn close(&self) {
        for end in [&self.read_end, &self.write_end] {
            // SAFETY: the pipe is this object's own.
            unsafe { libc::close(end.replace(-1)) };
        }
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        self.close();
    }
}

/// A pipe that neither blocks nor survives exec.
pub(crate) fn pipe() -> Result<(c_int, c_int), Failed> {
    let mut ends = [-1; 2];
    // SAFETY: `ends` takes the two fds.
    if unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_NONBLOCK | libc::O_CLOEXEC) } < 0 {
        warn_errno!("pipe");
        return Err(Failed);
    }
    Ok((ends[0], ends[1]))
}

/// The number goes down the pipe as one byte; the loop does the rest.
unsafe extern "C" fn handler(signal: c_int) {
    let errno = mm::errno();
    let byte = signal as u8;
    // When the pipe is full, the loop has enough to wake up for.
    // SAFETY: one byte is readable; write is async-signal-safe.
    uninterrupted(|| unsafe { libc::write(PIPE.load(Relaxed), ptr::from_ref(&byte).cast(), 1) });
    mm::set_errno(errno);
}

/// Installs the handler, and tells what was there before.
fn catch(signal: c_int) -> Result<sigaction, Failed> {
    // SAFETY: all zeroes is a valid sigaction, and sigfillset completes it.
    let (new, mut old) = unsafe {
        let mut new: sigaction = mem::zeroed();
        new.sa_sigaction = handler as *const () as usize;
        new.sa_flags = libc::SA_RESTART;
        libc::sigfillset(&mut new.sa_mask);
        (new, mem::zeroed::<sigaction>())
    };
    // SAFETY: both are valid; the handler does only what a handler may.
    if unsafe { libc::sigaction(signal, &new, &mut old) } < 0 {
        warn_errno!("sigaction");
        return Err(Failed);
    }
    Ok(old)
}

fn restore(signal: c_int, before: &sigaction) -> Result<(), Failed> {
    // SAFETY: `before` is what sigaction itself gave.
    if unsafe { libc::sigaction(signal, before, ptr::null_mut()) } < 0 {
        warn_errno!("sigaction");
        return Err(Failed);
    }
    Ok(())
}

impl event_base {
    /// The internal event that reads the pipe or the signalfd.
    pub(super) fn signal_event(&self) -> Ev {
        // SAFETY: it lives as long as the base, whose address does not change.
        unsafe { Ev::new(NonNull::from(&self.signals.event)) }
    }
}

impl Base {
    /// How signals reach the base.
    pub(crate) fn signal_method(self) -> &'static std::ffi::CStr {
        if self.flags.contains(Flags::USE_SIGNALFD) {
            c"signalfd_signal"
        } else {
            c"signal"
        }
    }

    /// Makes the internal event ready to be added.
    pub(crate) fn prepare_signals(self) {
        let ev = self.signal_event();
        let fd = self.signals.read_end.get();
        ev.assign_internal(self, fd, Some(read_pipe));
    }

    /// Starts waiting for an event's signal.
    pub(crate) fn add_signal(self, ev: Ev) -> Result<(), Failed> {
        let signal = ev.fd();
        if !(0..SIGNALS as c_int).contains(&signal) {
            return Err(Failed);
        }
        self.signals.slots.extend_to(SIGNALS, EMPTY)?;
        let Some(mut slot) = self.signals.slot(signal) else {
            return Err(Failed);
        };
        if slot.events.first().is_none() {
            slot.before = if self.flags.contains(Flags::USE_SIGNALFD) {
                self.signals.signalfd.add(self, signal)?;
                None
            } else {
                Some(self.catch_signal(signal)?)
            };
        }
        slot.events.push(ev);
        self.signals.store(signal, slot);
        Ok(())
    }

    fn catch_signal(self, signal: c_int) -> Result<NonNull<sigaction>, Failed> {
        let owner = self.become_owner();
        let before = catch(signal).and_then(|before| {
            mm::boxed(before).map_err(|_| {
                let _ = restore(signal, &before);
                Failed
            })
        });
        let reader = self.signal_event();
        let added = before.and_then(|before| {
            if reader.is(State::INSERTED) {
                return Ok(before);
            }
            self.add(reader, None).map(|()| before).inspect_err(|_| {
                // SAFETY: boxed above.
                let _ = restore(signal, &unsafe { mm::unboxed(before) });
            })
        });
        if added.is_ok() {
            self.signals.count.set(self.signals.count.get() + 1);
            self.update_owner();
        } else {
            owner.install();
        }
        added
    }

    /// Signals now come to this base. Returns whose they were.
    fn become_owner(self) -> Owner {
        let before = self.as_owner().install();
        let me = self.as_ptr().addr();
        let other = before.base;
        let taken_over = other != 0 && other != me && before.signals > 0;
        if taken_over {
            warnx!(
                "Added a signal to event base {:p} with signals already added to event_base {:#x}.  \
                 Only one can have signals at a time with the {} backend.  The base with the most \
                 recently added signal or the most recent event_base_loop() call gets preference; \
                 do not rely on this behavior in future Libevent versions.",
                self.as_ptr(),
                other,
                self.method_name().to_str().unwrap_or(""),
            );
        }
        before
    }

    fn as_owner(self) -> Owner {
        Owner {
            base: self.as_ptr().addr(),
            signals: self.signals.count.get(),
            pipe: self.signals.write_end.get(),
        }
    }

    /// Signals come to this base no longer.
    pub(crate) fn release_signals(self) {
        let mut owner = hold(&OWNER);
        if owner.base == self.as_ptr().addr() {
            *owner = Owner::NOBODY;
            PIPE.store(-1, Relaxed);
        }
    }

    fn update_owner(self) {
        let mut owner = hold(&OWNER);
        if owner.base == self.as_ptr().addr() {
            owner.signals = self.signals.count.get();
        }
    }

    /// A base whose loop starts gets the signals, if it waits for any.
    pub(crate) fn claim_signals(self) {
        if self.signals.count.get() > 0 {
            self.as_owner().install();
        }
    }

    /// Stops waiting for an event's signal.
    pub(crate) fn del_signal(self, ev: Ev) -> Result<(), Failed> {
        let signal = ev.fd();
        let Some(mut slot) = self.signals.slot(signal) else {
            return Ok(());
        };
        slot.events.remove(ev);
        let last = slot.events.first().is_none();
        let before = if last { slot.before.take() } else { None };
        self.signals.store(signal, slot);
        if !last {
            return Ok(());
        }
        let Some(before) = before else {
            return self.signals.signalfd.remove(self, signal);
        };
        self.signals.count.set(self.signals.count.get() - 1);
        self.update_owner();
        // SAFETY: boxed in `catch_signal`, and taken out of the slot for good.
        restore(signal, &unsafe { mm::unboxed(before) })
    }

    /// Makes events active as if their signal had come.
    pub(crate) fn pretend_signal(self, signal: c_int) {
        let _lock = self.lock();
        self.activate_signal(signal, 1);
    }

    pub(crate) fn activate_signal(self, signal: c_int, calls: c_short) {
        if let Some(slot) = self.signals.slot(signal) {
            for ev in slot.events.iter() {
                self.activate(ev, Events::SIGNAL, calls);
            }
        }
    }

    /// Calls a signal event as often as its signal came, until it is deleted or the loop broken.
    pub(crate) fn call_signal(self, ev: Ev) {
        let (function, fd, result, arg) = (ev.function(), ev.fd(), ev.result(), ev.arg());
        self.control.set_calls_left(ev.signal_calls());
        // `ev` is not touched from here on: its callback may free it.
        while self.control.take_call() {
            if let Some(function) = function {
                // SAFETY: whoever made the event vouched for its callback and argument.
                self.unlocked(|| unsafe { function(fd, result.bits(), arg) });
            }
            if self.control.is_broken() {
                break;
            }
        }
    }

    /// The event's callback, if it is running, is not called again for this signal.
    pub(crate) fn cut_signal_calls(self, ev: Ev) {
        if self.control.running_event() == Some(ev) {
            self.control.set_calls_left(0);
        }
    }

    /// Makes the signal pipe anew, in a child process. The handlers are inherited.
    pub(crate) fn reopen_signals(self) -> Result<(), Failed> {
        // First, so that nothing is undone when it fails.
        let (read_end, write_end) = pipe()?;
        let reader = self.signal_event();
        let _ = self.del(reader, Wait::No);
        self.signals.close();
        self.signals.read_end.set(read_end);
        self.signals.write_end.set(write_end);
        self.prepare_signals();
        if self.signals.count.get() > 0 {
            self.claim_signals();
            self.add(reader, None)?;
        }
        self.signals.signalfd.reopen(self)
    }
}

/// Counts the signals in the pipe and makes their events active.
unsafe extern "C" fn read_pipe(fd: c_int, _: c_short, base: *mut c_void) {
    // SAFETY: the internal event belongs to this base, which is running it.
    let Some(base) = (unsafe { Base::from_ptr(base.cast()) }) else {
        return;
    };
    let mut caught = [0 as c_short; SIGNALS];
    let mut buffer = [0u8; 1024];
    loop {
        // SAFETY: the buffer is writable for its length.
        let n = unsafe { libc::read(fd, buffer.as_mut_ptr().cast(), buffer.len()) };
        let Ok(n) = usize::try_from(n) else {
            if !matches!(mm::errno(), libc::EAGAIN | libc::EINTR) {
                warn_errno!("signal pipe: read");
            }
            break;
        };
        for signal in &buffer[..n] {
            if let Some(times) = caught.get_mut(usize::from(*signal)) {
                *times = times.saturating_add(1);
            }
        }
        if n < buffer.len() {
            break;
        }
    }
    let _lock = base.lock();
    for (signal, times) in caught.iter().enumerate() {
        if *times > 0 {
            base.activate_signal(signal as c_int, *times);
        }
    }
}
