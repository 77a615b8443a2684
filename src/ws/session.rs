//! Sessions: what each owns, what its bufferevent tells it, and how it ends.
//!
//! A session is open until a close frame goes or comes, or the connection breaks. Then everything is bounded by
//! time, and the program hears nothing more of it until its end, of which it is told once.

use std::cell::{Cell, RefCell};
use std::ffi::{c_char, c_short, c_void};
use std::ops::Deref;
use std::ptr::{self, NonNull};

use libc::timeval;

use super::Role;
use super::close::{self, Control};
use super::message::Reader;
use crate::base::{Base, Call, Deferred, Events, Turn};
use crate::bufferevent::{Bev, Callbacks, Locked, Trigger, What, bufferevent};
use crate::ds::handle::Handle;
use crate::ds::list::{Link, Linked};
use crate::ffi::ws::{ws_on_close_cb, ws_on_msg_cb};
use crate::http::Server;
use crate::rt::mm::{self, OutOfMemory};
use crate::rt::rng::Pool;
use crate::rt::text::Text;
use crate::rt::time::Micros;
use crate::util::socket;

/// How far a session is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum State {
    Open,
    /// A close frame was sent, and the other side's has to come.
    Closing,
    /// Nothing more is sent or taken: the output has to go.
    Leaving,
    /// It has gone. Only the other side's end is waited for: closing ahead of it could destroy what is on its way.
    Lingering,
    Ended,
}

/// A session. Opaque to C programs.
pub struct evws_connection {
    pub(super) bev: Bev,
    pub(super) base: Base,
    /// Whose connection it was.
    pub(super) server: Option<Server>,
    owns_socket: bool,
    link: Link<Session>,
    /// Where a client's masks come from.
    pub(super) masks: Option<Handle<Pool>>,
    pub(super) state: Cell<State>,
    pub(super) reader: RefCell<Reader>,
    pub(super) on_message: (ws_on_msg_cb, *mut c_void),
    on_close: Cell<(ws_on_close_cb, *mut c_void)>,
    /// What the last ping said that was not answered yet.
    pub(super) pong: Cell<Option<Control>>,
    /// Whether it pings when nothing comes.
    pub(super) pings: Cell<bool>,
    /// Whether it has, and nothing has come since.
    pub(super) pinged: Cell<bool>,
    /// Whether the other side has done what it must not.
    pub(super) refused: Cell<bool>,
    pub(super) code: Cell<u16>,
    pub(super) reason: RefCell<Option<Text>>,
    /// When the step under way must be done.
    pub(super) deadline: Cell<Micros>,
    /// Who uses it: its owner until it ends, and calls.
    users: Cell<u32>,
    /// Reads what is there at the start.
    start: Deferred,
    /// Whether the first call from the loop has to unlock the bufferevent.
    is_locked: Cell<bool>,
}

/// A handle on a session. It borrows nothing.
///
/// INVARIANT: whoever holds a handle uses it only until the session has ended, or while being one of its users.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Session(NonNull<evws_connection>);

impl Deref for Session {
    type Target = evws_connection;
    fn deref(&self) -> &evws_connection {
        // SAFETY: the invariant. What changes is in cells.
        unsafe { self.0.as_ref() }
    }
}

/// A server's list of sessions.
pub(crate) struct BySession;
impl Linked<Session> for BySession {
    fn link(element: &Session) -> &Link<Session> {
        &element.link
    }
}

/// Keeps a session's memory, and its bufferevent's lock, while it is used.
pub(crate) struct Using {
    session: Session,
    _lock: Locked,
}

impl Drop for Using {
    fn drop(&mut self) {
        self.session.drop_user();
    }
}

/// What a session is made with.
pub(crate) struct Setup {
    pub(crate) base: Base,
    pub(crate) bev: Bev,
    pub(crate) server: Option<Server>,
    /// Whether the socket ends with the session, whatever the bufferevent does with it.
    pub(crate) owns_socket: bool,
    pub(crate) on_message: ws_on_msg_cb,
    pub(crate) arg: *mut c_void,
}

impl Setup {
    fn role(&self) -> Role {
        match self.server {
            Some(_) => Role::Server,
            None => Role::Client,
        }
    }
}

impl Session {
    /// # Safety
    /// `session` is null, or a session that has not ended while the handle is used.
    pub(crate) unsafe fn from_ptr(session: *const evws_connection) -> Option<Self> {
        NonNull::new(session.cast_mut()).map(Session)
    }

    pub(crate) fn as_ptr(self) -> *mut evws_connection {
        self.0.as_ptr()
    }

    /// Makes a session, which does nothing until it is started.
    pub(super) fn new(setup: &Setup) -> Result<Self, OutOfMemory> {
        let role = setup.role();
        let masks = match role {
            Role::Client => Some(Handle::make(Pool::new())?),
            Role::Server => None,
        };
        let made = mm::boxed_at(|at: NonNull<evws_connection>| evws_connection {
            bev: setup.bev,
            base: setup.base,
            server: setup.server,
            owns_socket: setup.owns_socket,
            link: Link::new(),
            masks,
            state: Cell::new(State::Open),
            reader: RefCell::new(Reader::new(role.other())),
            on_message: (setup.on_message, setup.arg),
            on_close: Cell::new((None, ptr::null_mut())),
            pong: Cell::new(None),
            pings: Cell::new(false),
            pinged: Cell::new(false),
            refused: Cell::new(false),
            code: Cell::new(0),
            reason: RefCell::new(None),
            deadline: Cell::new(0),
            users: Cell::new(1),
            start: Deferred::new(start, at.as_ptr().cast(), setup.base.default_priority()),
            is_locked: Cell::new(false),
        });
        made.map(Session)
            .inspect_err(|_| masks.into_iter().for_each(dispose))
    }

    /// Takes the bufferevent over. What is there already is read from the loop.
    pub(super) fn start(self) {
        let bev = self.bev;
        bev.set_callbacks(Callbacks {
            read: Some(readable),
            write: Some(written),
            event: Some(happened),
            arg: self.as_ptr().cast(),
        });
        if let Some(server) = self.server {
            server.add_session(self);
        }
        self.set_read_timeout(None);
        if bev.enable(Events::READ | Events::WRITE).is_err() {
            self.break_later();
        }
        if self.base.schedule(self.call_start()) {
            self.users.set(self.users.get() + 1);
            bev.retain();
        }
    }

    /// Keeps the bufferevent, which has just got a lock, locked until its callback that is running has returned.
    pub(super) fn lock_until_started(self) {
        self.bev.lock_until_told();
        self.is_locked.set(true);
    }

    fn call_start(self) -> Call {
        // SAFETY: the call is part of the session, which it is a user of while it is due.
        unsafe { self.start.handle() }
    }

    /// Takes the lock, and keeps the session's memory until that is released.
    pub(crate) fn enter(self) -> Using {
        let lock = self.bev.lock();
        self.users.set(self.users.get() + 1);
        Using {
            session: self,
            _lock: lock,
        }
    }

    pub(super) fn drop_user(self) {
        let left = self.users.get() - 1;
        self.users.set(left);
        if left == 0 {
            self.masks.into_iter().for_each(dispose);
            // SAFETY: it was boxed, and nobody uses it any more.
            drop(unsafe { mm::unboxed(self.0) });
        }
    }

    pub(crate) fn bufferevent(self) -> *mut bufferevent {
        self.bev.as_ptr()
    }

    pub(crate) fn set_close_callback(self, callback: ws_on_close_cb, arg: *mut c_void) {
        self.on_close.set((callback, arg));
    }

    pub(crate) fn set_max_message(self, max: usize) {
        self.reader.borrow_mut().set_max(max);
    }

    /// Why it is closed: what the other side's close frame says, or ours; 0 while it is open.
    pub(crate) fn close_code(self) -> u16 {
        self.code.get()
    }

    /// What the close frame says in words; a C string, empty if there is nothing.
    pub(crate) fn close_reason(self) -> *const c_char {
        let reason = self.reason.borrow();
        reason.as_ref().map_or(c"".as_ptr(), Text::as_ptr)
    }

    /// Has a ping sent when nothing has come for some time, and the session ended if nothing comes then either.
    pub(crate) fn set_ping_interval(self, interval: Option<timeval>) {
        if self.state.get() == State::Open {
            self.pings.set(interval.is_some());
            self.pinged.set(false);
            self.set_read_timeout(interval);
        }
    }

    fn set_read_timeout(self, time: Option<timeval>) {
        let write = self.bev.write_time();
        // Fails only without memory; then there is no timeout.
        let _ = self.bev.set_timeouts(time, Some(write));
    }

    /// Ends the session and its connection at once.
    pub(crate) fn free(self) {
        let _using = self.enter();
        self.end();
    }

    pub(super) fn end(self) {
        if self.state.replace(State::Ended) == State::Ended {
            return;
        }
        if self.code.get() == 0 {
            self.code.set(close::ABNORMAL);
        }
        // Before the callback, which may free the server.
        if let Some(server) = self.server {
            server.forget_session(self);
        }
        if let (Some(callback), arg) = self.on_close.get() {
            // SAFETY: the program vouched for its function and argument.
            unsafe { callback(self.as_ptr(), arg) };
        }
        // Nothing is sent or waited for any more, also if somebody else keeps the bufferevent.
        let _ = self.bev.disable(Events::READ | Events::WRITE);
        let fd = self.bev.fd();
        let closes = self.bev.closes_on_free() || !self.owns_socket;
        self.bev.free();
        if !closes && fd >= 0 {
            // The program's function has made a bufferevent that leaves it.
            socket::close(fd);
        }
        self.drop_user();
    }

    /// Memory was missing. The program does not expect the session to end within its call.
    pub(super) fn break_later(self) {
        let what = What::WRITING | What::ERROR;
        self.bev.trigger_event(what, Trigger::DEFER_CALLBACKS);
    }
}

fn dispose(masks: Handle<Pool>) {
    // SAFETY: they go with their session, and nobody else has them.
    unsafe { masks.dispose() };
}

/// # Safety
/// `session` is the argument of a bufferevent's callback: its session.
unsafe fn user(session: *mut c_void) -> Option<(Session, Using)> {
    // SAFETY: the caller's promise.
    let session = unsafe { Session::from_ptr(session.cast()) }?;
    Some((session, session.enter()))
}

unsafe extern "C" fn readable(_bev: *mut bufferevent, session: *mut c_void) {
    // SAFETY: the bufferevent's argument is its session.
    if let Some((session, _using)) = unsafe { user(session) } {
        session.read();
    }
}

unsafe extern "C" fn written(_bev: *mut bufferevent, session: *mut c_void) {
    // SAFETY: the bufferevent's argument is its session.
    if let Some((session, _using)) = unsafe { user(session) } {
        session.send_pong();
        session.output_sent();
    }
}

unsafe extern "C" fn happened(_bev: *mut bufferevent, what: c_short, session: *mut c_void) {
    // SAFETY: the bufferevent's argument is its session.
    if let Some((session, _using)) = unsafe { user(session) } {
        session.broke(What::from_bits_truncate(what));
    }
}

/// The deferred call.
///
/// # Safety
/// `session` is a session, of which the call is a user.
unsafe fn start(session: *mut c_void, turn: Turn) {
    // SAFETY: the caller's promise.
    if let Some((session, _using)) = unsafe { user(session) } {
        session.drop_user();
        session.bev.release();
        if session.is_locked.take() {
            session.bev.unlock();
        }
        if turn == Turn::Come {
            session.read();
        }
    }
}
