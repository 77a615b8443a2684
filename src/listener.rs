//! Listeners: a socket that listens, the event that waits for its connections, and what to call.
//!
//! The lock of a listener that several threads share is never held while the program is called, nor
//! while waiting for a callback to return. A callback keeps its listener until it has returned.

use std::cell::Cell;
use std::ffi::{c_int, c_short, c_uint, c_void};
use std::mem::MaybeUninit;
use std::ops::Deref;
use std::ptr::{self, NonNull};

use bitflags::bitflags;
use libc::{sockaddr, sockaddr_storage, socklen_t, timeval};

use crate::base::{Base, Debug, Ev, Events, Failed, Timeout, Wait, event};
use crate::ffi::listener::{evconnlistener_cb, evconnlistener_errorcb};
use crate::rt::lock::Lock;
use crate::rt::log::warn_errno;
use crate::rt::mm;
use crate::rt::thread;
use crate::util::{address, socket};

bitflags! {
    /// `LEV_OPT_*`.
    #[derive(Clone, Copy)]
    pub(crate) struct Options: c_uint {
        const LEAVE_SOCKETS_BLOCKING = 0x001;
        const CLOSE_ON_FREE = 0x002;
        const CLOSE_ON_EXEC = 0x004;
        const REUSEABLE = 0x008;
        const THREADSAFE = 0x010;
        const DISABLED = 0x020;
        const DEFERRED_ACCEPT = 0x040;
        const REUSEABLE_PORT = 0x080;
        const BIND_IPV6ONLY = 0x100;
        const BIND_IPV4_AND_IPV6 = 0x200;
    }
}

/// A listener. Opaque to C programs.
pub struct evconnlistener {
    event: event,
    /// Ends a pause, in which connections are not waited for.
    pause_timer: event,
    accept_flags: c_int,
    close_on_free: bool,
    lock: Option<Lock>,
    callback: Cell<evconnlistener_cb>,
    error_callback: Cell<evconnlistener_errorcb>,
    arg: Cell<*mut c_void>,
    /// Whether the program wants connections. They are waited for when there is a callback, too.
    enabled: Cell<bool>,
    /// Who uses the listener: the program until it frees it, and the callback while it runs.
    uses: Cell<u32>,
}

/// A handle on a listener. It borrows nothing: the listener may be freed by any callback.
///
/// INVARIANT: whoever holds a handle uses it only while the listener exists: until the program frees
/// it, or for as long as one is counted in `uses`.
#[derive(Clone, Copy)]
pub(crate) struct Listener(NonNull<evconnlistener>);

impl Deref for Listener {
    type Target = evconnlistener;
    fn deref(&self) -> &evconnlistener {
        // SAFETY: the invariant. What changes is in cells, so other handles may change it.
        unsafe { self.0.as_ref() }
    }
}

/// What a listener is made with, besides its socket.
pub(crate) struct Setup {
    pub(crate) base: Option<Base>,
    pub(crate) callback: evconnlistener_cb,
    pub(crate) arg: *mut c_void,
    pub(crate) options: Options,
    /// How many connections may wait to be accepted. Below 0: a usual number.
    pub(crate) backlog: c_int,
}

impl Listener {
    /// # Safety
    /// `listener` is null, or a listener that is not freed while the handle is used.
    pub(crate) unsafe fn from_ptr(listener: *mut evconnlistener) -> Option<Self> {
        NonNull::new(listener).map(Listener)
    }

    pub(crate) fn as_ptr(self) -> *mut evconnlistener {
        self.0.as_ptr()
    }

    fn ev(self) -> Ev {
        // SAFETY: the event is part of the listener.
        unsafe { Ev::new(NonNull::from(&self.event)) }
    }

    fn pause_timer(self) -> Ev {
        // SAFETY: the event is part of the listener.
        unsafe { Ev::new(NonNull::from(&self.pause_timer)) }
    }

    /// Makes a listener for a bound socket; a backlog of 0 says that it listens already.
    pub(crate) fn new(setup: &Setup, fd: c_int) -> Result<Self, Failed> {
        let backlog = match setup.backlog {
            ..0 => DEFAULT_BACKLOG,
            backlog => backlog,
        };
        // SAFETY: listen may be asked of any number.
        if backlog != 0 && unsafe { libc::listen(fd, backlog) } < 0 {
            return Err(Failed);
        }
        let options = setup.options;
        let shared = options.contains(Options::THREADSAFE) && thread::locking_enabled();
        let mut accept_flags = 0;
        if !options.contains(Options::LEAVE_SOCKETS_BLOCKING) {
            accept_flags |= libc::SOCK_NONBLOCK;
        }
        if options.contains(Options::CLOSE_ON_EXEC) {
            accept_flags |= libc::SOCK_CLOEXEC;
        }
        let events = Events::READ | Events::PERSIST;
        let listener = Listener(mm::boxed(evconnlistener {
            event: event::new(setup.base, fd, events, Some(ready), ptr::null_mut()),
            pause_timer: event::new(
                setup.base,
                -1,
                Events::empty(),
                Some(pause_over),
                ptr::null_mut(),
            ),
            accept_flags,
            close_on_free: options.contains(Options::CLOSE_ON_FREE),
            lock: if shared {
                Some(Lock::new(thread::RECURSIVE)?)
            } else {
                None
            },
            callback: Cell::new(setup.callback),
            error_callback: Cell::new(None),
            arg: Cell::new(setup.arg),
            enabled: Cell::new(false),
            uses: Cell::new(1),
        })?);
        for ev in [listener.ev(), listener.pause_timer()] {
            ev.set_arg(listener.as_ptr().cast());
            Debug::note_set_up(ev);
        }
        if !options.contains(Options::DISABLED) {
            // The program may try again when it is warned of a failure.
            let _ = listener.enable();
        }
        Ok(listener)
    }

    /// Makes a socket, binds it, and makes a listener for it.
    ///
    /// # Safety
    /// `address` is null, or an address of `len` bytes.
    pub(crate) unsafe fn bind(
        setup: &Setup,
        address: *const sockaddr,
        len: c_int,
    ) -> Result<Self, Failed> {
        if setup.backlog == 0 {
            return Err(Failed);
        }
        let family = if address.is_null() {
            libc::AF_UNSPEC
        } else {
            // SAFETY: the caller's promise.
            unsafe { address::family(address) }
        };
        let mut kind = libc::SOCK_STREAM | libc::SOCK_NONBLOCK;
        if setup.options.contains(Options::CLOSE_ON_EXEC) {
            kind |= libc::SOCK_CLOEXEC;
        }
        // SAFETY: socket takes any numbers.
        let fd = unsafe { libc::socket(family, kind, 0) };
        if fd < 0 {
            return Err(Failed);
        }
        let bind = || {
            // SAFETY: the caller's promise.
            let failed = unsafe { libc::bind(fd, address, len as socklen_t) } < 0;
            if failed { Err(Failed) } else { Ok(()) }
        };
        let made = set_options(fd, family, setup.options)
            .map_err(|_| Failed)
            .and_then(|()| bind())
            .and_then(|()| Listener::new(setup, fd));
        if made.is_err() {
            let errno = mm::errno();
            socket::close(fd);
            mm::set_errno(errno);
        }
        made
    }

    fn acquire(self) {
        if let Some(lock) = &self.lock {
            lock.acquire();
        }
    }

    fn release(self) {
        if let Some(lock) = &self.lock {
            lock.release();
        }
    }

    /// Releases the lock and stops using the listener. The last one ends it.
    fn release_for_good(self) {
        let others = self.uses.get() - 1;
        self.uses.set(others);
        self.release();
        if others == 0 {
            self.end();
        }
    }

    /// Ends a listener that nobody uses any more.
    fn end(self) {
        // Waits for a callback that another thread has entered but that is not counted yet.
        let _ = self.stop_waiting(Wait::Auto);
        Debug::note_torn_down(self.ev());
        Debug::note_torn_down(self.pause_timer());
        if self.close_on_free {
            socket::close(self.fd());
        }
        // SAFETY: `new` boxed it, its event is on no queue, and no callback of it runs.
        drop(unsafe { mm::unboxed(self.0) });
    }

    /// Ends the program's use of the listener: it gets no more calls. While a callback runs, the
    /// listener stays until that returns.
    pub(crate) fn free(self) {
        self.acquire();
        self.callback.set(None);
        self.error_callback.set(None);
        self.release_for_good();
    }

    /// Accepts connections from now on, once there is a callback.
    pub(crate) fn enable(self) -> Result<(), Failed> {
        self.acquire();
        self.enabled.set(true);
        let result = self.wait_for_connections();
        self.release();
        result
    }

    /// With the lock held.
    fn wait_for_connections(self) -> Result<(), Failed> {
        match self.callback.get() {
            Some(_) => self.ev().add(None),
            None => Ok(()),
        }
    }

    fn stop_waiting(self, wait: Wait) -> Result<(), Failed> {
        // This fails if there is no base.
        self.pause_timer().del(wait)?;
        self.ev().del(wait)
    }

    /// There is nothing to accept connections with, and no error callback that would know what to do: they wait for
    /// a while, or else the loop would try again and again. With the lock held.
    fn pause(self) {
        // Without memory for the timer there is no pause.
        if self.enabled.get() && self.pause_timer().add(Some(PAUSE)).is_ok() {
            let _ = self.ev().del(Wait::No);
        }
    }

    /// Nothing changes if the program has enabled the listener again meanwhile.
    fn end_pause(self) {
        self.acquire();
        if self.enabled.get() && self.wait_for_connections().is_err() {
            self.pause();
        }
        self.release();
    }

    /// Accepts no more connections. When it returns, no callback runs in another thread.
    pub(crate) fn disable(self) -> Result<(), Failed> {
        self.acquire();
        self.enabled.set(false);
        let result = self.stop_waiting(Wait::No);
        let (base, ev) = (self.base(), self.ev());
        self.release();
        // The callback needs the lock to return, and may free the listener.
        if let Some(base) = base {
            base.await_callback(ev);
        }
        result
    }

    /// Fails if it cannot accept connections, for which it has waited for a callback; that is set all
    /// the same.
    pub(crate) fn set_callback(
        self,
        callback: evconnlistener_cb,
        arg: *mut c_void,
    ) -> Result<(), Failed> {
        self.acquire();
        let had_none = self.callback.replace(callback).is_none();
        self.arg.set(arg);
        let result = if had_none && self.enabled.get() {
            self.wait_for_connections()
        } else {
            Ok(())
        };
        self.release();
        result
    }

    pub(crate) fn set_error_callback(self, callback: evconnlistener_errorcb) {
        self.acquire();
        self.error_callback.set(callback);
        self.release();
    }

    pub(crate) fn base(self) -> Option<Base> {
        self.ev().base()
    }

    pub(crate) fn fd(self) -> c_int {
        self.ev().fd()
    }

    /// Accepts all connections there are, and calls the program for each.
    fn accept_all(self) {
        self.acquire();
        if self.uses.get() == 0 {
            // Another thread is about to end the listener, and waits for this call to return.
            self.release();
            return;
        }
        self.uses.set(self.uses.get() + 1);
        loop {
            let mut address = MaybeUninit::<sockaddr_storage>::uninit();
            let address = address.as_mut_ptr().cast();
            let mut len = size_of::<sockaddr_storage>() as socklen_t;
            // SAFETY: the address has room for `len` bytes.
            let fd = unsafe { libc::accept4(self.fd(), address, &mut len, self.accept_flags) };
            if fd < 0 {
                self.report(mm::errno());
                break;
            }
            if len == 0 {
                // An old kernel's way to say that the other side has gone already.
                socket::close(fd);
                continue;
            }
            let Some(callback) = self.callback.get() else {
                // It was taken away while the listener was enabled.
                socket::close(fd);
                break;
            };
            let arg = self.arg.get();
            self.release();
            // SAFETY: the program vouched for its callback; the listener is in use, and the kernel
            // has stored `len` bytes of the address.
            unsafe { callback(self.as_ptr(), fd, address, len as c_int, arg) };
            self.acquire();
            let freed = self.uses.get() == 1;
            if freed || !self.enabled.get() {
                break;
            }
        }
        self.release_for_good();
    }

    /// Tells the program that accepting has failed, unless that comes to pass in the best of
    /// programs. The lock is held, and released while the program is called.
    fn report(self, errno: c_int) {
        if matches!(errno, libc::EAGAIN | libc::EINTR | libc::ECONNABORTED) {
            return;
        }
        let Some(callback) = self.error_callback.get() else {
            warn_errno!("Error from accept() call");
            if is_shortage(errno) {
                self.pause();
            }
            return;
        };
        let arg = self.arg.get();
        self.release();
        mm::set_errno(errno);
        // SAFETY: the program vouched for its callback; the listener is in use.
        unsafe { callback(self.as_ptr(), arg) };
        self.acquire();
    }
}

/// The event's callback.
unsafe extern "C" fn ready(_fd: c_int, _what: c_short, listener: *mut c_void) {
    if let Some(listener) = NonNull::new(listener.cast()).map(Listener) {
        listener.accept_all();
    }
}

/// The pause timer's callback.
unsafe extern "C" fn pause_over(_fd: c_int, _what: c_short, listener: *mut c_void) {
    if let Some(listener) = NonNull::new(listener.cast()).map(Listener) {
        listener.end_pause();
    }
}

/// How long connections wait when there is nothing to accept them with.
const PAUSE: Timeout = Timeout::After(timeval {
    tv_sec: 0,
    tv_usec: 50_000,
});

/// Whether fds or memory are lacking. The connection still waits then.
fn is_shortage(errno: c_int) -> bool {
    matches!(
        errno,
        libc::EMFILE | libc::ENFILE | libc::ENOBUFS | libc::ENOMEM
    )
}

/// How many connections wait, if the program does not say.
const DEFAULT_BACKLOG: c_int = 128;

/// Sets what is to be set before a socket is bound. UNIX sockets have neither keep-alive nor ports.
fn set_options(fd: c_int, family: c_int, options: Options) -> Result<(), socket::Failed> {
    let has_ports = family != libc::AF_UNIX;
    if has_ports {
        socket::keep_alive(fd, true, 0)?;
    }
    if options.contains(Options::REUSEABLE) {
        socket::reuse_address(fd)?;
    }
    if has_ports && options.contains(Options::REUSEABLE_PORT) {
        socket::reuse_port(fd)?;
    }
    if options.contains(Options::DEFERRED_ACCEPT) {
        socket::defer_accept(fd)?;
    }
    if options.contains(Options::BIND_IPV6ONLY) {
        socket::ipv6_only(fd, true)?;
    }
    if options.contains(Options::BIND_IPV4_AND_IPV6) {
        socket::ipv6_only(fd, false)?;
    }
    Ok(())
}
