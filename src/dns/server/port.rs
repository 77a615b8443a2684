//! The port: its socket, who uses it, and the replies that the socket could not take.

use std::cell::{Cell, RefCell, RefMut};
use std::ffi::{c_int, c_short, c_void};
use std::ops::Deref;
use std::ptr::NonNull;

use libc::socklen_t;

use super::super::datagrams::{BATCH, Datagrams};
use super::Failed;
use super::reply::MAX_UDP;
use super::request::{Address, Request, Responded, Waiting};
use super::tcp::Tcp;
use crate::base::{Base, Debug, Ev, Events, Wait, event};
use crate::ds::list::List;
use crate::ffi::dns::evdns_request_callback_fn_type;
use crate::rt::lock::Lock;
use crate::rt::log::warn_errno;
use crate::rt::mm;
use crate::rt::thread;
use crate::util::socket;

/// A socket on which questions are answered. Opaque to C programs.
pub struct evdns_server_port {
    base: Option<Base>,
    /// Waits for queries by UDP.
    readable: event,
    /// Waits until the socket takes replies again.
    writable: event,
    lock: Option<Lock>,
    callback: evdns_request_callback_fn_type,
    arg: *mut c_void,
    /// Who uses the port: the program until it closes it, requests, TCP clients, and the callback while
    /// it runs.
    uses: Cell<u32>,
    pace: Cell<Pace>,
    /// Where a reply by UDP is written before it is sent.
    room: RefCell<[u8; MAX_UDP]>,
    /// Replies that wait to be sent.
    waiting: List<Request, Waiting>,
    /// What a port for TCP has.
    tcp: Option<Tcp>,
}

/// A handle on a port. It borrows nothing.
///
/// INVARIANT: whoever holds a handle uses it only while the port exists: until the program closes it, or
/// for as long as one is counted in `uses`.
#[derive(Clone, Copy)]
pub(crate) struct Port(NonNull<evdns_server_port>);

impl Deref for Port {
    type Target = evdns_server_port;
    #[inline]
    fn deref(&self) -> &evdns_server_port {
        // SAFETY: the invariant. What changes is in cells, so other handles may change it.
        unsafe { self.0.as_ref() }
    }
}

/// What a port is made with.
pub(crate) struct Setup {
    pub(crate) base: Option<Base>,
    pub(crate) callback: evdns_request_callback_fn_type,
    pub(crate) arg: *mut c_void,
}

/// Holds a port's lock, if it has one, while it lives.
pub(super) struct Locked(Port);

impl Drop for Locked {
    fn drop(&mut self) {
        self.0.release();
    }
}

impl Port {
    /// # Safety
    /// `port` is null, or a port that is not closed while the handle is used.
    pub(crate) unsafe fn from_ptr(port: *mut evdns_server_port) -> Option<Self> {
        NonNull::new(port).map(Port)
    }

    pub(crate) fn as_ptr(self) -> *mut evdns_server_port {
        self.0.as_ptr()
    }

    /// Makes a port for a bound UDP socket, which is closed with it.
    pub(crate) fn new(setup: &Setup, fd: c_int) -> Result<Self, Failed> {
        let port = Port::with(setup, fd, None)?;
        if port.readable().add(None).is_err() {
            port.free();
            return Err(Failed);
        }
        Ok(port)
    }

    pub(super) fn with(setup: &Setup, fd: c_int, tcp: Option<Tcp>) -> Result<Self, Failed> {
        let lock = if thread::locking_enabled() {
            Some(Lock::new(thread::RECURSIVE)?)
        } else {
            None
        };
        let port = mm::boxed_at(|at: NonNull<evdns_server_port>| {
            let waits_for = |what, function| {
                let arg = at.as_ptr().cast();
                event::new(setup.base, fd, what | Events::PERSIST, function, arg)
            };
            evdns_server_port {
                base: setup.base,
                readable: waits_for(Events::READ, Some(readable)),
                writable: waits_for(Events::WRITE, Some(writable)),
                lock,
                callback: setup.callback,
                arg: setup.arg,
                uses: Cell::new(1),
                pace: Cell::new(Pace::START),
                room: RefCell::new([0; MAX_UDP]),
                waiting: List::new(),
                tcp,
            }
        })?;
        let port = Port(port);
        Debug::note_set_up(port.readable());
        Debug::note_set_up(port.writable());
        Ok(port)
    }

    fn readable(self) -> Ev {
        // SAFETY: the event is part of the port.
        unsafe { Ev::new(NonNull::from(&self.readable)) }
    }

    fn writable(self) -> Ev {
        // SAFETY: the event is part of the port.
        unsafe { Ev::new(NonNull::from(&self.writable)) }
    }

    pub(super) fn base(self) -> Option<Base> {
        self.base
    }

    pub(super) fn tcp(&self) -> Option<&Tcp> {
        self.tcp.as_ref()
    }

    /// Whether several threads may use the port.
    pub(super) fn is_shared(self) -> bool {
        self.lock.is_some()
    }

    #[inline]
    pub(super) fn acquire(self) {
        if let Some(lock) = &self.lock {
            lock.acquire();
        }
    }

    #[inline]
    pub(super) fn release(self) {
        if let Some(lock) = &self.lock {
            lock.release();
        }
    }

    pub(super) fn lock(self) -> Locked {
        self.acquire();
        Locked(self)
    }

    /// With the lock held.
    #[inline]
    pub(super) fn add_user(self) {
        self.uses.set(self.uses.get() + 1);
    }

    /// Releases the lock and stops using the port. The last one ends it.
    #[inline]
    pub(super) fn release_for_good(self) {
        let others = self.uses.get() - 1;
        self.uses.set(others);
        self.release();
        if others == 0 {
            self.end();
        }
    }

    /// Ends a port that nobody uses any more.
    fn end(self) {
        for ev in [self.readable(), self.writable()] {
            // Waits for a callback that another thread has entered but that is not counted yet.
            let _ = ev.del(Wait::Auto);
        }
        if self.tcp.is_none() && self.readable().fd() >= 0 {
            socket::close(self.readable().fd());
        }
        self.free();
    }

    /// Frees the memory of a port whose events are on no queue, when no callback of it runs.
    pub(super) fn free(self) {
        Debug::note_torn_down(self.readable());
        Debug::note_torn_down(self.writable());
        // SAFETY: `with` boxed it, and nobody uses it any more.
        drop(unsafe { mm::unboxed(self.0) });
    }

    /// Ends the program's use of the port. It stays until its last request is answered or dropped; by
    /// UDP it goes on answering until then.
    pub(crate) fn close(self) {
        if let Some(tcp) = self.tcp() {
            tcp.close(self);
        }
        self.acquire();
        self.release_for_good();
    }

    /// Enters the callback of an event; not if another thread is about to end the port, and waits for
    /// this call to return.
    fn enter(self) -> bool {
        self.acquire();
        let in_use = self.uses.get() > 0;
        if in_use {
            self.add_user();
        } else {
            self.release();
        }
        in_use
    }

    /// Shows a request to the program, with the lock released. The program may do anything then.
    pub(super) fn ask_program(self, request: Request) {
        let Some(callback) = self.callback else {
            request.discard();
            return;
        };
        self.release();
        // SAFETY: the program vouched for its callback, and its argument.
        unsafe { callback(request.as_ptr(), self.arg) };
        self.acquire();
    }

    /// For the callback of an event: whether the program has closed the port, and nothing is left to answer.
    fn is_over(self) -> bool {
        self.uses.get() == 1
    }

    /// Reads the queries there are, and asks the program about each.
    fn read_queries(self) {
        if !self.enter() {
            return;
        }
        let mut pace = self.pace.get();
        let mut queries = Datagrams::new();
        let mut read = 0;
        let drained = loop {
            let wanted = (pace.most() - read).min(BATCH);
            if wanted == 0 {
                break false;
            }
            let got = queries.read(self.readable().fd(), wanted);
            if got == 0 && Datagrams::has_failed() {
                warn_errno!("Error while reading request");
            }
            read += got;
            for i in 0..got {
                if self.is_over() {
                    break;
                }
                // SAFETY: the address has as many bytes.
                let from = unsafe {
                    let (address, len) = queries.address(i);
                    Address::new(address, len)
                };
                if let Some(request) = Request::new(self, None, queries.get(i), &from) {
                    self.ask_program(request);
                }
            }
            if got < wanted || self.is_over() {
                break true;
            }
        };
        pace.learn(read, drained);
        self.pace.set(pace);
        self.release_for_good();
    }

    /// Room for a reply; none for one that a message to the program's log leads to, while another is sent. With the
    /// lock held.
    pub(super) fn room(&self) -> Result<RefMut<'_, [u8; MAX_UDP]>, Failed> {
        self.room.try_borrow_mut().map_err(|_| Failed)
    }

    /// Sends a reply, or has it wait until the socket takes it, after those that wait. With the lock held.
    pub(super) fn send(self, request: Request, message: &[u8]) -> Result<Responded, Failed> {
        if self.waiting.is_empty() && self.try_to_send(message, request.address()).is_ok() {
            return Ok(Responded::Sent);
        }
        request.keep_message(message)?;
        if self.writable().add(None).is_err() {
            request.forget_message();
            return Err(Failed);
        }
        self.waiting.push_back(request);
        Ok(Responded::Waits)
    }

    /// Sends a message; `errno` says why it failed.
    fn try_to_send(self, message: &[u8], address: &Address) -> Result<(), Failed> {
        let fd = self.writable().fd();
        // SAFETY: message and address have as many bytes as told.
        let sent = unsafe {
            let (to, len) = (address.as_ptr(), address.len() as socklen_t);
            let (start, flags) = (message.as_ptr().cast(), libc::MSG_DONTWAIT);
            libc::sendto(fd, start, message.len(), flags, to, len)
        };
        if sent < 0 { Err(Failed) } else { Ok(()) }
    }

    /// Takes a request from those whose replies wait. With the lock held.
    pub(super) fn forget_waiting(self, request: Request) {
        self.waiting.remove(request);
        if self.waiting.is_empty() {
            let _ = self.writable().del(Wait::No);
        }
    }

    /// Sends replies that wait, for as long as the socket takes them.
    fn send_waiting(self) {
        if !self.enter() {
            return;
        }
        while let Some(request) = self.waiting.first() {
            if self
                .try_to_send(request.message(), request.address())
                .is_err()
            {
                if matches!(mm::errno(), libc::EAGAIN | libc::EINTR) {
                    break;
                }
                warn_errno!("Error while writing response to port; dropping");
            }
            self.forget_waiting(request);
            request.free();
            // One user less, which is not the last: that is this call.
            self.uses.set(self.uses.get() - 1);
        }
        self.release_for_good();
    }
}

/// The events' callbacks.
unsafe extern "C" fn readable(_fd: c_int, _what: c_short, port: *mut c_void) {
    if let Some(port) = NonNull::new(port.cast()).map(Port) {
        port.read_queries();
    }
}

unsafe extern "C" fn writable(_fd: c_int, _what: c_short, port: *mut c_void) {
    if let Some(port) = NonNull::new(port.cast()).map(Port) {
        port.send_waiting();
    }
}

/// How many queries to read in a turn of the loop. Where they come one by one, it spares the system call
/// that finds no more; where they come in numbers, it leaves turns to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pace {
    most: usize,
    /// For how many turns not to try more.
    rest: u32,
}

impl Pace {
    const START: Self = Pace { most: 1, rest: 0 };
    const MOST: usize = 64;
    const REST: u32 = 16;

    fn most(self) -> usize {
        self.most
    }

    /// A turn has read so many; `drained` says that there were no more.
    fn learn(&mut self, read: usize, drained: bool) {
        if drained {
            self.most = (self.most / 2).max(read).max(1);
            self.rest = Self::REST;
        } else if self.rest > 0 {
            self.rest -= 1;
        } else {
            self.most = (2 * self.most).min(Self::MOST);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pace() {
        let mut pace = Pace::START;
        for most in [2, 4, 8, 16, 32, 64, 64] {
            let read = pace.most();
            pace.learn(read, false);
            assert_eq!(pace.most(), most);
        }
        for most in [40, 20, 10, 5, 2, 1, 1] {
            pace.learn(if most == 40 { 40 } else { 1 }, true);
            assert_eq!(pace.most(), most);
        }
        for _ in 0..Pace::REST {
            pace.learn(1, false);
            assert_eq!(pace.most(), 1);
        }
        pace.learn(1, false);
        assert_eq!(pace.most(), 2);
    }
}
