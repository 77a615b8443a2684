//! Bufferevents that speak TLS, on a socket or on another bufferevent, through a provider.
//!
//! `session.rs` is the provider's side, `machine.rs` the state of a connection; here is what makes a
//! bufferevent of it.

mod machine;
mod session;

use std::cell::Cell;
use std::ffi::{c_int, c_short, c_ulong, c_void};
use std::ptr::NonNull;

use bitflags::bitflags;

use super::callbacks::Trigger;
use super::lifetime::Locked;
use super::timeouts::TIMERS;
use super::watermarks::input_changed;
use super::{Bev, Failed, Flushed, Kind, Mode, Of, Options, Own, Setup, What, bufferevent_ops};
use crate::base::{Base, Events};
use crate::buffer::Change;
use crate::ffi::bufferevent_struct::bufferevent;
use crate::rt::lock::SharedLock;
use session::End;
pub(crate) use session::Session;

/// How many errors of a failure are kept.
const MAX_ERRORS: usize = 3;

bitflags! {
    /// `BUFFEREVENT_SSL_*`.
    #[derive(Clone, Copy, PartialEq, Eq)]
    pub(crate) struct Flags: u64 {
        const DIRTY_SHUTDOWN = 0x1;
        const BATCH_WRITE = 0x2;
    }
}

/// What the TLS object is doing when it is handed over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    Open,
    Connecting,
    Accepting,
}

/// How far a connection is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// The handshake goes on when this can be done.
    Handshake(Events),
    Open,
    Over,
}

impl Start {
    fn phase(self) -> Phase {
        match self {
            Start::Open => Phase::Open,
            Start::Connecting => Phase::Handshake(Events::WRITE),
            Start::Accepting => Phase::Handshake(Events::READ),
        }
    }
}

/// How to have the loop call the callbacks of what is below.
const FROM_LOOP: Trigger = Trigger::DEFER_CALLBACKS.union(Trigger::IGNORE_WATERMARKS);

/// What a bufferevent with TLS has of its own.
pub(super) struct Tls {
    /// `None` on a socket.
    below: Option<Bev>,
    session: Session,
    start: Start,
    phase: Cell<Phase>,
    /// It could not be made after all: the TLS object stays the caller's.
    is_failure: Cell<bool>,
    /// The provider is being called.
    is_busy: Cell<bool>,
    /// The directions that are over in an open connection.
    ended: Cell<Events>,
    /// What is below has ended: when TLS has taken what is there, no more will come.
    has_below_ended: Cell<bool>,
    read_needs_write: Cell<bool>,
    write_needs_read: Cell<bool>,
    /// How many bytes TLS was given that it could not take: they come first, and together.
    retry: Cell<usize>,
    /// How many bytes of output TLS was given that have not all been sent. Nobody else may remove them.
    in_flight: Cell<usize>,
    /// What is below could not take more.
    is_full: Cell<bool>,
    /// The program has asked for a farewell.
    is_leaving: Cell<bool>,
    flags: Cell<Flags>,
    /// The oldest first; 0 for none.
    errors: Cell<[c_ulong; MAX_ERRORS]>,
    /// How the connection has ended.
    how: Cell<Option<Ended>>,
}

/// How a connection has ended, for people to read.
#[derive(Clone, Copy)]
pub(crate) enum Ended {
    Closed,
    Truncated,
    /// With this errno.
    Broken(c_int),
    /// With this error of the provider.
    Failed(Session, c_ulong),
}

impl Own for Tls {
    const OPS: &'static bufferevent_ops = &bufferevent_ops {
        kind: Kind::Tls,
        enable,
        disable,
        adjust_timeouts,
        flush,
        set_fd,
        unlink,
        destroy,
    };
}

impl Tls {
    fn new(below: Option<Bev>, session: Session, start: Start) -> Self {
        Tls {
            below,
            session,
            start,
            phase: Cell::new(start.phase()),
            is_failure: Cell::new(false),
            is_busy: Cell::new(false),
            ended: Cell::new(Events::empty()),
            has_below_ended: Cell::new(false),
            read_needs_write: Cell::new(false),
            write_needs_read: Cell::new(false),
            retry: Cell::new(0),
            in_flight: Cell::new(0),
            is_full: Cell::new(false),
            is_leaving: Cell::new(false),
            flags: Cell::new(Flags::empty()),
            errors: Cell::new([0; MAX_ERRORS]),
            how: Cell::new(None),
        }
    }
}

impl Bev {
    /// Makes a bufferevent with TLS on a socket, or for one to come if `fd` is negative.
    pub(crate) fn new_tls_socket(
        base: Base,
        fd: c_int,
        session: Session,
        start: Start,
        options: Options,
    ) -> Result<Self, Failed> {
        let setup = Setup {
            base: Some(base),
            options,
            fd,
            read: (Events::READ | Events::PERSIST, Some(readable)),
            write: (Events::WRITE | Events::PERSIST, Some(writable)),
        };
        let lock = SharedLock::if_asked(options.contains(Options::THREADSAFE))?;
        session.set_fd(fd)?;
        let bev = Bev::new(setup, Tls::new(None, session, start))?;
        if let Some(lock) = lock {
            bev.share_lock(lock);
        }
        bev.watch_buffers(input_changed, output_changed);
        let tls = bev.tls()?;
        tls.update().inspect_err(|_| {
            tls.is_failure.set(true);
            bev.change_socket(-1);
            bev.free();
        })?;
        Ok(bev)
    }

    /// Puts TLS on top of a bufferevent.
    pub(crate) fn new_tls_filter(
        below: Bev,
        session: Session,
        start: Start,
        options: Options,
    ) -> Result<Self, Failed> {
        let _lock = below.lock();
        let [read, write] = TIMERS;
        let setup = Setup {
            base: Some(below.base().ok_or(Failed)?),
            options,
            fd: -1,
            read,
            write,
        };
        session.set_underlying(below)?;
        let own = Tls::new(Some(below), session, start);
        let bev = Bev::new_on_top(below, setup, own)?;
        bev.watch_buffers(input_changed, output_changed);
        bev.take_over(below, [below_has_read, below_has_written], below_has_event);
        let tls = bev.tls()?;
        tls.begin_from_loop(below);
        tls.update()?;
        Ok(bev)
    }

    fn tls(self) -> Result<Of<Tls>, Failed> {
        self.own().ok_or(Failed)
    }

    /// The TLS object and its provider.
    pub(crate) fn tls_session(self) -> Option<Session> {
        Some(self.tls().ok()?.session)
    }

    /// Takes the oldest error of the last failure; 0 if there is none.
    pub(crate) fn take_tls_error(self) -> c_ulong {
        let _lock = self.lock();
        let Ok(tls) = self.tls() else {
            return 0;
        };
        let [first, rest @ ..] = tls.errors.get();
        let [second, third] = rest;
        tls.errors.set([second, third, 0]);
        first
    }

    /// Has it told how the connection has ended, with the lock taken. Fails if it has not.
    pub(crate) fn tell_tls_end<T>(self, tell: impl FnOnce(Ended) -> T) -> Result<T, Failed> {
        let _lock = self.lock();
        self.tls()?.how.get().map(tell).ok_or(Failed)
    }

    /// Begins a new handshake.
    pub(crate) fn renegotiate_tls(self) -> Result<(), Failed> {
        let _lock = self.lock();
        self.tls()?.renegotiate()
    }

    /// The program has given it up, and may free the TLS object at once: that is not used any more.
    pub(super) fn give_up_tls(self) {
        if let Ok(tls) = self.tls() {
            tls.phase.set(Phase::Over);
        }
    }

    /// There is nothing that TLS could be spoken on, and this is why; 0 if no errno says it.
    pub(super) fn refuse_tls(self, errno: c_int) {
        self.give_up_tls();
        if let Ok(tls) = self.tls()
            && errno != 0
        {
            tls.how.set(Some(Ended::Broken(errno)));
        }
    }

    /// Changes the flags; gives those there were.
    pub(crate) fn change_tls_flags(
        self,
        change: impl FnOnce(Flags) -> Flags,
    ) -> Result<Flags, Failed> {
        let _lock = self.lock();
        let flags = &self.tls()?.flags;
        let old = flags.get();
        flags.set(change(old));
        Ok(old)
    }

    /// What is below TLS; none on a socket.
    pub(super) fn below_tls(self) -> Option<Bev> {
        self.tls().ok()?.below
    }
}

impl Of<Tls> {
    /// Has the loop go on with what there is below already.
    fn begin_from_loop(self, below: Bev) {
        let wanted = match self.phase.get() {
            Phase::Handshake(needs) => needs,
            Phase::Open => self.0.active(),
            Phase::Over => return,
        };
        let is_news = || self.has_something_to_read() || self.has_below_ended.get();
        if wanted.contains(Events::READ) && is_news() {
            below.trigger(Events::READ, FROM_LOOP);
        }
        if wanted.contains(Events::WRITE) {
            below.trigger(Events::WRITE, FROM_LOOP);
        }
    }
}

/// The handle of a bufferevent with TLS, in a callback of its own.
fn tls(bev: *mut c_void) -> Option<Of<Tls>> {
    NonNull::new(bev.cast()).map(Bev)?.own()
}

/// The same, locked.
fn enter(bev: *mut c_void) -> Option<(Of<Tls>, Locked)> {
    let tls = tls(bev)?;
    let lock = tls.0.enter()?;
    Some((tls, lock))
}

unsafe extern "C" fn readable(_: c_int, what: c_short, bev: *mut c_void) {
    if let Some((tls, _lock)) = enter(bev) {
        if what == Events::TIMEOUT.bits() {
            tls.time_out(Events::READ);
        } else if !tls.0.connecting.get() {
            tls.proceed(Events::READ);
        }
    }
}

unsafe extern "C" fn writable(fd: c_int, what: c_short, bev: *mut c_void) {
    if let Some((tls, _lock)) = enter(bev) {
        if what == Events::TIMEOUT.bits() {
            tls.time_out(Events::WRITE);
        } else if tls.finish_connecting(fd) {
            tls.proceed(Events::WRITE);
        }
    }
}

impl Of<Tls> {
    /// Tells whether there is a connection. It begins with a handshake; without it there is none.
    fn finish_connecting(self, fd: c_int) -> bool {
        let bev = self.0;
        if bev.connecting.get() {
            self.phase.set(Phase::Over);
            if !bev.finish_connecting(fd) {
                return false;
            }
            self.restart();
        }
        true
    }

    /// Everything begins anew, unless the connection was open when it was handed over, and still is.
    fn restart(self) {
        let has_ended = self.phase.get() == Phase::Over || !self.ended.get().is_empty();
        if self.start != Start::Open || has_ended {
            self.phase.set(self.start.phase());
            self.retry.set(0);
            self.set_in_flight(0);
            self.write_needs_read.set(false);
            self.read_needs_write.set(false);
        }
        self.ended.set(Events::empty());
        self.how.set(None);
        self.has_below_ended.set(false);
    }

    /// A timeout has passed. As in the original, one on a socket is told again and again.
    fn time_out(self, what: Events) {
        let direction = match self.phase.get() {
            Phase::Open if what == Events::READ => What::READING,
            Phase::Open => What::WRITING,
            // The handshake needs both.
            _ => What::empty(),
        };
        self.0.report(What::TIMEOUT | direction);
    }

    /// What is below can be read from, or written to.
    fn below_is_ready(self, below: Bev, what: Events) {
        if self.is_busy.get() {
            // It is the provider that has made it so, and must not be called within its own call.
            below.trigger(what, FROM_LOOP);
        } else {
            self.proceed(what);
        }
    }

    fn below_has_event(self, what: What) {
        if what.contains(What::CONNECTED) {
            self.proceed(Events::WRITE);
        } else if what.contains(What::EOF) {
            self.has_below_ended.set(true);
            // The last data may have come with the end.
            self.proceed(Events::READ);
            if !self.has_ended(Events::READ) && !self.has_something_to_read() {
                self.end(What::empty(), End::Truncated);
            }
        } else {
            // What is below has stopped by itself, and goes on if the program has it do so.
            self.0.report(what);
        }
    }
}

unsafe extern "C" fn below_has_read(_: *mut bufferevent, bev: *mut c_void) {
    if let Some((tls, _lock)) = enter(bev)
        && let Some(below) = tls.below
    {
        tls.below_is_ready(below, Events::READ);
    }
}

unsafe extern "C" fn below_has_written(_: *mut bufferevent, bev: *mut c_void) {
    if let Some((tls, _lock)) = enter(bev)
        && let Some(below) = tls.below
    {
        tls.below_is_ready(below, Events::WRITE);
    }
}

unsafe extern "C" fn below_has_event(_: *mut bufferevent, what: c_short, bev: *mut c_void) {
    if let Some((tls, _lock)) = enter(bev)
        && let Some(below) = tls.below
    {
        let what = What::from_bits_retain(what);
        if tls.is_busy.get() {
            below.trigger_event(what, FROM_LOOP);
        } else {
            tls.below_has_event(what);
        }
    }
}

unsafe fn output_changed(bev: *mut c_void, change: Change) {
    if let Some(tls) = tls(bev)
        && change.added > 0
        && tls.phase.get() == Phase::Open
    {
        let _lock = tls.0.lock();
        if tls.below.is_some() {
            tls.write();
        }
        // Fails only without memory, and is tried again with the next output.
        let _ = tls.update();
    }
}

fn enable(bev: Bev, what: Events) -> Result<(), Failed> {
    let tls = bev.tls()?;
    let is_open = tls.phase.get() == Phase::Open;
    match tls.below {
        Some(below) => {
            bev.adjust_timers()?;
            if is_open {
                tls.begin_from_loop(below);
            }
        }
        // What TLS holds already, the kernel knows nothing of.
        None if is_open && what.contains(Events::READ) && tls.session.pending() > 0 => {
            tls.read_from_loop();
        }
        None => {}
    }
    tls.update()?;
    match tls.below {
        Some(_) => Ok(()),
        None => bev.restart_socket_timeouts(what),
    }
}

fn disable(bev: Bev, what: Events) -> Result<(), Failed> {
    let tls = bev.tls()?;
    if tls.below.is_some() {
        if what.contains(Events::READ) {
            bev.stop_read_timer();
        }
        if what.contains(Events::WRITE) {
            bev.stop_write_timer();
        }
    }
    tls.update()
}

fn adjust_timeouts(bev: Bev) -> Result<(), Failed> {
    match bev.tls()?.below {
        Some(_) => bev.adjust_timers(),
        None => bev.restart_socket_timeouts(Events::READ | Events::WRITE),
    }
}

/// At the end, says farewell after all output.
fn flush(bev: Bev, what: Events, mode: Mode) -> Result<Flushed, Failed> {
    let tls = bev.tls()?;
    if mode == Mode::Finished && what.contains(Events::WRITE) {
        tls.is_leaving.set(true);
        tls.write();
        tls.update()?;
    }
    Ok(Flushed::Nothing)
}

fn set_fd(bev: Bev, fd: c_int) -> Result<(), Failed> {
    let tls = bev.tls()?;
    if let Some(below) = tls.below {
        return below.set_fd(fd);
    }
    tls.session.set_fd(fd)?;
    bev.change_socket(fd);
    tls.restart();
    tls.update()
}

fn unlink(bev: Bev) {
    bev.give_up_tls();
    if let Some(below) = bev.below_tls() {
        bev.let_go_of(below);
    }
}

unsafe fn destroy(bev: Bev) {
    if let Ok(tls) = bev.tls() {
        if bev.options.contains(Options::CLOSE_ON_FREE) && !tls.is_failure.get() {
            tls.session.free();
        }
        match tls.below {
            Some(below) => {
                below.release();
            }
            None => bev.close_if_owned(bev.socket_fd()),
        }
    }
    // SAFETY: the caller's promise.
    unsafe { bev.free_memory::<Tls>() };
}
