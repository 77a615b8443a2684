//! Bufferevents: a connection with a buffer for what came in and one for what goes out.
//!
//! What all kinds have in common is a [`bufferevent`] and, behind it, a [`Common`] part; each kind has
//! its own part behind that and says in its [`bufferevent_ops`] how it does things. The rules:
//!
//! - A bufferevent is used through [`Bev`], a handle that borrows nothing.
//! - [`Bev::lock`] holds the lock, if there is one, and keeps the bufferevent from being ended. The last
//!   user's release ends it: it leaves others alone at once, and its memory goes from the loop, when no
//!   callback of it can be running. So a handle stays good throughout a call from the loop.
//! - The program is called with the lock held, as the original does, unless
//!   `BEV_OPT_UNLOCK_CALLBACKS` says otherwise.

mod callbacks;
mod connect;
mod filter;
mod group;
mod layers;
mod lifetime;
mod limits;
mod pair;
mod race;
mod rate;
mod socket;
mod suspend;
mod timeouts;
pub(crate) mod tls;
mod transfer;
mod watermarks;

use std::cell::{Cell, OnceCell};
use std::ffi::{c_int, c_void};
use std::marker::PhantomData;
use std::ops::Deref;
use std::ptr::{self, NonNull};

use bitflags::bitflags;
use libc::timeval;

use crate::base::{Base, Debug, Deferred, Ev, Events, event};
use crate::buffer::{Buf, Calls, Change, End, Hook};
use crate::dns::Lookup;
use crate::ds::handle::Handle;
pub(crate) use crate::ffi::bufferevent_struct::{bufferevent, event_watermark};
use crate::rt::lock::SharedLock;
use crate::rt::log::warnx;
use crate::rt::mm::{self, OutOfMemory};
pub(crate) use callbacks::{Callbacks, Trigger};
pub(crate) use filter::Context;
pub(crate) use group::Group;
pub use group::bufferevent_rate_limit_group;
pub(crate) use lifetime::Locked;
pub use rate::ev_token_bucket_cfg;
pub(crate) use rate::{Config, Rate};
pub(crate) use watermarks::Marks;

/// The library said no; `errno` may say why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failed;

impl From<OutOfMemory> for Failed {
    fn from(_: OutOfMemory) -> Self {
        Failed
    }
}

impl From<crate::base::Failed> for Failed {
    fn from(_: crate::base::Failed) -> Self {
        Failed
    }
}

impl From<crate::buffer::Failed> for Failed {
    fn from(_: crate::buffer::Failed) -> Self {
        Failed
    }
}

bitflags! {
    /// `BEV_OPT_*`.
    #[derive(Clone, Copy, PartialEq, Eq)]
    pub(crate) struct Options: u8 {
        const CLOSE_ON_FREE = 0x01;
        const THREADSAFE = 0x02;
        const DEFER_CALLBACKS = 0x04;
        const UNLOCK_CALLBACKS = 0x08;
    }

    /// What happened: `BEV_EVENT_*`.
    #[derive(Clone, Copy, PartialEq, Eq)]
    pub(crate) struct What: i16 {
        const READING = 0x01;
        const WRITING = 0x02;
        const EOF = 0x10;
        const ERROR = 0x20;
        const TIMEOUT = 0x40;
        const CONNECTED = 0x80;
    }
}

impl Options {
    /// Those that the program gives; unknown ones are ignored.
    pub(crate) fn told(options: c_int) -> Self {
        Self::from_bits_truncate(options as u8)
    }
}

/// How urgently data is to be passed on: `enum bufferevent_flush_mode`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Normal,
    Flush,
    Finished,
}

/// How a kind of bufferevent does things. Each is called with the lock held.
pub struct bufferevent_ops {
    kind: Kind,
    /// Starts with what is enabled and not suspended; of [`Events::READ`] and [`Events::WRITE`].
    enable: fn(Bev, Events) -> Result<(), Failed>,
    /// Stops, for now.
    disable: fn(Bev, Events) -> Result<(), Failed>,
    /// The timeouts have changed.
    adjust_timeouts: fn(Bev) -> Result<(), Failed>,
    flush: fn(Bev, Events, Mode) -> Result<Flushed, Failed>,
    /// Puts a socket in the place of the one there is, which stays open; negative for none.
    set_fd: fn(Bev, c_int) -> Result<(), Failed>,
    /// The last user has gone: leaves other objects alone.
    unlink: fn(Bev),
    /// Frees everything. No lock is held any more.
    destroy: unsafe fn(Bev),
}

/// What a flush did.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flushed {
    Nothing,
    Something,
}

/// The kinds of bufferevents.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Socket,
    Pair,
    Filter,
    Tls,
}

/// What all kinds of bufferevents have.
#[repr(C)]
pub(crate) struct Common {
    public: bufferevent,
    lock: OnceCell<SharedLock>,
    limits: Cell<Option<NonNull<limits::Limits>>>,
    call: Deferred,
    max_single_read: Cell<usize>,
    max_single_write: Cell<usize>,
    users: Cell<u32>,
    /// What the deferred call has to tell the program.
    due: callbacks::Due,
    dns_error: Cell<c_int>,
    /// The look-up of the name to connect to, while it is under way.
    lookup: Cell<Option<Lookup>>,
    race: Cell<Option<Handle<race::Race>>>,
    options: Options,
    /// Of those on sockets: whether a connection is being made.
    connecting: Cell<bool>,
    /// Whether the program is being told of input, after which its output is looked at.
    answering: Cell<bool>,
    calls: Cell<Calls>,
    writing: Cell<socket::Writing>,
    read_suspended: Cell<suspend::Reasons>,
    write_suspended: Cell<suspend::Reasons>,
}

impl Deref for Common {
    type Target = bufferevent;
    fn deref(&self) -> &bufferevent {
        &self.public
    }
}

/// A bufferevent with the part `T` that its kind has.
#[repr(C)]
struct Object<T> {
    common: Common,
    own: T,
}

/// The part of its own that a kind of bufferevent has.
trait Own: Sized + 'static {
    const OPS: &'static bufferevent_ops;
}

/// A handle on a bufferevent. It borrows nothing.
///
/// INVARIANT: whoever holds a handle uses it only while the bufferevent exists: until the program
/// frees it, while one is a user of it, or until the loop's next call.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct Bev(NonNull<Common>);

impl Deref for Bev {
    type Target = Common;
    #[inline]
    fn deref(&self) -> &Common {
        // SAFETY: the invariant. What changes is in cells.
        unsafe { self.0.as_ref() }
    }
}

/// A handle on a bufferevent whose kind has the part `T`.
///
/// INVARIANT: as for [`Bev`], and it is of that kind.
struct Of<T>(Bev, PhantomData<T>);

impl<T> Clone for Of<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Of<T> {}

impl<T> Deref for Of<T> {
    type Target = T;
    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the invariant.
        unsafe { &self.0.0.cast::<Object<T>>().as_ref().own }
    }
}

/// The most that one system call transfers, unless told otherwise.
const DEFAULT_MAX_SINGLE: usize = 16384;

#[allow(clippy::declare_interior_mutable_const)]
const NO_MARKS: event_watermark = event_watermark {
    low: Cell::new(0),
    high: Cell::new(0),
};

const NO_TIMEOUT: timeval = timeval {
    tv_sec: 0,
    tv_usec: 0,
};

/// What a bufferevent is made with.
#[derive(Clone, Copy)]
struct Setup {
    base: Option<Base>,
    options: Options,
    /// What its two events wait for, on which fd.
    fd: c_int,
    read: (Events, crate::ffi::event::events::event_callback_fn),
    write: (Events, crate::ffi::event::events::event_callback_fn),
}

impl Bev {
    /// # Safety
    /// `bev` is null or a bufferevent that was not freed, and stays so for as long as the handle is used.
    #[inline]
    pub(crate) unsafe fn from_ptr(bev: *const bufferevent) -> Option<Self> {
        NonNull::new(bev.cast_mut()).map(|bev| Bev(bev.cast()))
    }

    #[inline]
    pub(crate) fn as_ptr(self) -> *mut bufferevent {
        self.0.as_ptr().cast()
    }

    /// Makes a bufferevent with the part `own`.
    fn new<T: Own>(setup: Setup, own: T) -> Result<Self, Failed> {
        if setup.options.contains(Options::THREADSAFE) && !crate::rt::thread::locking_enabled() {
            return Err(Failed);
        }
        if setup.options & (Options::UNLOCK_CALLBACKS | Options::DEFER_CALLBACKS)
            == Options::UNLOCK_CALLBACKS
        {
            warnx!("UNLOCK_CALLBACKS requires DEFER_CALLBACKS");
            return Err(Failed);
        }
        let input = Buf::new()?;
        let output = Buf::new().inspect_err(|_| input.release())?;
        let made = mm::boxed_at(|at: NonNull<Object<T>>| Object {
            common: Common::new(&setup, T::OPS, at.as_ptr().cast(), input, output),
            own,
        });
        let bev = match made {
            Ok(object) => Bev(object.cast()),
            Err(failed) => {
                input.release();
                output.release();
                return Err(failed.into());
            }
        };
        Debug::note_set_up(bev.read_event());
        Debug::note_set_up(bev.write_event());
        Ok(bev)
    }

    /// Nobody but the library may append input or take output.
    fn freeze_buffers(self) {
        self.input().set_frozen(End::Back, true);
        self.output().set_frozen(End::Start, true);
    }

    /// Has the buffers' changes told to the bufferevent: what comes to the output, and, once there is a
    /// high watermark, all of the input.
    fn watch_buffers(
        self,
        input: unsafe fn(*mut c_void, Change),
        output: unsafe fn(*mut c_void, Change),
    ) {
        let owner = self.as_ptr().cast();
        for (buf, function) in [(self.input(), input), (self.output(), output)] {
            // SAFETY: the hooks are taken away when the last user has gone.
            unsafe { buf.set_hook(Some(Hook { function, owner })) };
        }
        self.output().observe_growth();
    }

    /// Gives the bufferevent and its buffers a lock, which another one may have too.
    fn share_lock(self, lock: SharedLock) {
        for buf in [self.input(), self.output()] {
            // It has no lock yet.
            let _ = buf.share_lock(lock.clone());
        }
        let _ = self.lock.set(lock);
    }

    /// Gives a bufferevent that was made without a lock one, with what is below it. Tells whether it was so.
    pub(crate) fn make_threadsafe(self) -> Result<bool, Failed> {
        if self.lock.get().is_some() {
            return Ok(false);
        }
        let lock = SharedLock::new()?;
        let mut next = Some(self);
        while let Some(bev) = next.filter(|bev| bev.lock.get().is_none()) {
            bev.share_lock(lock.clone());
            next = bev.underlying();
        }
        Ok(true)
    }

    fn kind(self) -> Kind {
        self.ops().kind
    }

    #[inline]
    fn ops(self) -> &'static bufferevent_ops {
        // SAFETY: `new` stored a static there.
        unsafe { &*self.be_ops }
    }

    /// The part that is its kind's own; none for another kind.
    fn own<T: Own>(self) -> Option<Of<T>> {
        (self.kind() == T::OPS.kind).then_some(Of(self, PhantomData))
    }

    #[inline]
    pub(crate) fn base(self) -> Option<Base> {
        // SAFETY: the base outlives its bufferevents.
        unsafe { Base::from_ptr(self.ev_base.get()) }
    }

    #[inline]
    fn read_event(self) -> Ev {
        // SAFETY: the event is part of the bufferevent.
        unsafe { Ev::new(NonNull::from(&self.ev_read)) }
    }

    #[inline]
    fn write_event(self) -> Ev {
        // SAFETY: the event is part of the bufferevent.
        unsafe { Ev::new(NonNull::from(&self.ev_write)) }
    }

    #[inline]
    pub(crate) fn input(self) -> Buf {
        // SAFETY: the buffer lives as long as the bufferevent.
        unsafe { Buf::new_unchecked(self.public.input) }
    }

    #[inline]
    pub(crate) fn output(self) -> Buf {
        // SAFETY: the buffer lives as long as the bufferevent.
        unsafe { Buf::new_unchecked(self.public.output) }
    }

    /// What is enabled.
    #[inline]
    pub(crate) fn enabled(self) -> Events {
        Events::from_bits_retain(self.enabled.get())
    }

    #[inline]
    fn is_enabled(self, what: Events) -> bool {
        self.enabled().contains(what)
    }

    /// Whether its socket is closed along with it.
    pub(crate) fn closes_on_free(self) -> bool {
        self.options.contains(Options::CLOSE_ON_FREE)
    }

    #[inline]
    fn defers(self) -> bool {
        self.options.contains(Options::DEFER_CALLBACKS)
    }

    /// The error code of the last look-up of a name: `EVUTIL_EAI_*`, 0 for none.
    pub(crate) fn dns_error(self) -> c_int {
        let _lock = self.lock();
        self.dns_error.get()
    }

    /// The most that one read, or write, transfers; 0 and absurd lengths set it back to the usual.
    pub(crate) fn set_max_single(self, what: Events, max: usize) {
        let _lock = self.lock();
        let usual = max == 0 || isize::try_from(max).is_err();
        self.max_single(what)
            .set(if usual { DEFAULT_MAX_SINGLE } else { max });
    }

    #[inline]
    pub(crate) fn max_single(&self, what: Events) -> &Cell<usize> {
        if what == Events::READ {
            &self.max_single_read
        } else {
            &self.max_single_write
        }
    }

    /// Whether it is on a socket itself.
    fn has_socket(self) -> bool {
        match self.kind() {
            Kind::Socket => true,
            Kind::Tls => self.below_tls().is_none(),
            Kind::Pair | Kind::Filter => false,
        }
    }

    /// What a filter, or TLS, is on top of.
    pub(crate) fn underlying(self) -> Option<Bev> {
        self.below_filter().or_else(|| self.below_tls())
    }

    /// The fd of the socket at the bottom; -1 for none.
    pub(crate) fn fd(self) -> c_int {
        let _lock = self.lock();
        match self.underlying() {
            Some(below) => below.fd(),
            None => self.socket_fd(),
        }
    }

    /// Puts a socket in the place of the one at the bottom; that one stays open.
    pub(crate) fn set_fd(self, fd: c_int) -> Result<(), Failed> {
        let _lock = self.lock();
        self.stop_race();
        (self.ops().set_fd)(self, fd)
    }

    /// The same, but that one is closed, if freeing would do so.
    pub(crate) fn replace_fd(self, fd: c_int) -> Result<(), Failed> {
        let _lock = self.lock();
        if let Some(below) = self.underlying() {
            return below.replace_fd(fd);
        }
        let old = self.socket_fd();
        self.set_fd(fd)?;
        if old != fd {
            self.close_if_owned(old);
        }
        Ok(())
    }

    /// Passes on what is waiting.
    pub(crate) fn flush(self, what: Events, mode: Mode) -> Result<Flushed, Failed> {
        let _lock = self.lock();
        (self.ops().flush)(self, what, mode)
    }

    /// Sets the priority of its callbacks; for sockets and TLS only.
    pub(crate) fn set_priority(self, priority: c_int) -> Result<(), Failed> {
        let _lock = self.lock();
        if !matches!(self.kind(), Kind::Socket | Kind::Tls) {
            return Err(Failed);
        }
        self.read_event().prioritize(priority)?;
        self.write_event().prioritize(priority)?;
        Ok(())
    }

    pub(crate) fn priority(self) -> c_int {
        self.read_event().priority().into()
    }

    /// Moves a socket that waits for nothing to another base. Else nothing changes.
    pub(crate) fn move_to(self, base: Base) -> Result<(), Failed> {
        let _lock = self.lock();
        if !self.has_socket() {
            return Err(Failed);
        }
        let events = [self.read_event(), self.write_event()];
        if events.iter().any(|event| event.is_queued()) || self.is_racing() {
            return Err(Failed);
        }
        self.move_limits(base)?;
        for event in events {
            event.move_to(base)?;
        }
        self.ev_base.set(base.as_ptr());
        Ok(())
    }
}

impl Common {
    fn new(
        setup: &Setup,
        ops: &'static bufferevent_ops,
        at: *mut c_void,
        input: Buf,
        output: Buf,
    ) -> Self {
        let Setup {
            base,
            fd,
            read,
            write,
            ..
        } = *setup;
        let priority = base.map_or(0, Base::default_priority);
        Common {
            public: bufferevent {
                ev_base: Cell::new(base.map_or(ptr::null_mut(), Base::as_ptr)),
                be_ops: ops,
                ev_read: event::new(base, fd, read.0 | Events::FINALIZE, read.1, at),
                ev_write: event::new(base, fd, write.0 | Events::FINALIZE, write.1, at),
                input: input.as_non_null(),
                output: output.as_non_null(),
                wm_read: NO_MARKS,
                wm_write: NO_MARKS,
                readcb: Cell::new(None),
                writecb: Cell::new(None),
                errorcb: Cell::new(None),
                cbarg: Cell::new(ptr::null_mut()),
                timeout_read: Cell::new(NO_TIMEOUT),
                timeout_write: Cell::new(NO_TIMEOUT),
                enabled: Cell::new(Events::WRITE.bits()),
            },
            lock: OnceCell::new(),
            limits: Cell::new(None),
            call: Deferred::new(callbacks::turn, at, priority),
            max_single_read: Cell::new(DEFAULT_MAX_SINGLE),
            max_single_write: Cell::new(DEFAULT_MAX_SINGLE),
            users: Cell::new(1),
            due: callbacks::Due::new(),
            dns_error: Cell::new(0),
            lookup: Cell::new(None),
            race: Cell::new(None),
            options: setup.options,
            connecting: Cell::new(false),
            answering: Cell::new(false),
            calls: Cell::new(Calls::Socket),
            writing: Cell::new(socket::Writing::Unknown),
            read_suspended: Cell::new(suspend::Reasons::empty()),
            write_suspended: Cell::new(suspend::Reasons::empty()),
        }
    }
}
