//! Connecting a socket, by address and by name.

use std::ffi::{CStr, c_int};
use std::io::Write;
use std::ptr;

use libc::{addrinfo, sockaddr, socklen_t};

use super::callbacks::Trigger;
use super::suspend::Reasons;
use super::{Bev, Failed, What};
use crate::base::{Events, Wait};
use crate::rt::mm;
use crate::util::{address, gai, socket};

/// How connect(2) went.
enum Started {
    InProgress,
    Done,
    Refused,
}

/// # Safety
/// `to` is an address of `len` bytes.
unsafe fn start(fd: c_int, to: *const sockaddr, len: socklen_t) -> Result<Started, Failed> {
    // SAFETY: the caller's promise.
    if unsafe { libc::connect(fd, to, len) } == 0 {
        return Ok(Started::Done);
    }
    match mm::errno() {
        libc::EINPROGRESS | libc::EINTR => Ok(Started::InProgress),
        libc::ECONNREFUSED => Ok(Started::Refused),
        _ => Err(Failed),
    }
}

impl Bev {
    /// Connects to an address, or waits for a connection that the program has begun, if `to` is null.
    ///
    /// # Safety
    /// `to` is null or an address of `len` bytes.
    pub(crate) unsafe fn connect(self, to: *const sockaddr, len: c_int) -> Result<(), Failed> {
        let _lock = self.lock();
        // SAFETY: the caller's promise.
        unsafe { self.connect_locked(to, len) }
    }

    /// # Safety
    /// As for [`connect`](Self::connect).
    unsafe fn connect_locked(self, to: *const sockaddr, len: c_int) -> Result<(), Failed> {
        if !self.has_socket() {
            return Err(Failed);
        }
        let mut fd = self.socket_fd();
        let is_new = fd < 0;
        if is_new {
            if to.is_null() {
                return Err(Failed);
            }
            let kind = libc::SOCK_STREAM | libc::SOCK_NONBLOCK;
            // SAFETY: socket takes any numbers; the address is the caller's promise.
            fd = unsafe { libc::socket(address::family(to), kind, 0) };
            if fd < 0 {
                return Err(Failed);
            }
        }
        let started = if to.is_null() {
            Ok(Started::InProgress)
        } else {
            // SAFETY: the caller's promise.
            unsafe { start(fd, to, len as socklen_t) }
        };
        let begun = started.and_then(|started| {
            if is_new {
                self.set_fd(fd)?;
            }
            match started {
                Started::InProgress => self.await_connection(),
                Started::Done => self.report_connection(),
                Started::Refused => {
                    self.report_refusal();
                    Ok(())
                }
            }
        });
        if begun.is_err() && is_new {
            let errno = mm::errno();
            let _ = self.set_fd(-1);
            socket::close(fd);
            mm::set_errno(errno);
        }
        begun
    }

    /// The end of connecting shows as a readiness to write.
    fn await_connection(self) -> Result<(), Failed> {
        let event = self.write_event();
        // It may be pending on the assumption that the socket can be written to.
        event.del(Wait::No)?;
        event.add(self.write_timeout())?;
        self.connecting.set(true);
        Ok(())
    }

    /// There is a connection already. The program learns it from the loop; as in the original, it hears
    /// before that that it may write.
    fn report_connection(self) -> Result<(), Failed> {
        let event = self.write_event();
        event.del(Wait::No)?;
        event.assume_ready(self.write_timeout())?;
        self.connecting.set(true);
        self.trigger(Events::WRITE, Trigger::DEFER_CALLBACKS);
        Ok(())
    }

    /// Connecting was refused at once. The program learns it from the loop.
    fn report_refusal(self) {
        // There is nothing that TLS could be spoken on.
        self.give_up_tls();
        let _ = self.disable(Events::READ | Events::WRITE);
        mm::set_errno(libc::ECONNREFUSED);
        self.call_event(What::ERROR, Trigger::DEFER_CALLBACKS);
    }

    /// The socket can be written to, or has failed. Tells whether there is a connection; if there never
    /// will be, the program learns it.
    pub(super) fn finish_connecting(self, fd: c_int) -> bool {
        let error = socket::take_error(fd);
        if matches!(error, libc::EINPROGRESS | libc::EINTR) {
            return false;
        }
        self.connecting.set(false);
        if error == 0 {
            return true;
        }
        for event in [self.read_event(), self.write_event()] {
            let _ = event.del(Wait::No);
        }
        mm::set_errno(error);
        self.report(What::ERROR);
        false
    }

    /// Connects to the first address of a host name, which is looked up while the caller waits.
    pub(crate) fn connect_to_name(
        self,
        hints: &addrinfo,
        name: Option<&CStr>,
        port: c_int,
    ) -> Result<(), Failed> {
        const FAMILIES: [c_int; 3] = [libc::AF_INET, libc::AF_INET6, libc::AF_UNSPEC];
        let port = u16::try_from(port).ok().filter(|port| *port > 0);
        let port = port.ok_or(Failed)?;
        if !FAMILIES.contains(&hints.ai_family) {
            return Err(Failed);
        }
        if !self.has_socket() {
            return Err(Failed);
        }
        let service = Decimal::new(port);
        let mut list = ptr::null_mut();
        let name = name.ok_or(Failed)?.as_ptr();
        let _lock = self.lock();
        for what in [Events::READ, Events::WRITE] {
            self.suspend(what, Reasons::LOOKUP);
        }
        // SAFETY: both are strings or null; the list is ours.
        let error = unsafe { gai::resolve(name, service.as_ptr(), Some(hints), &mut list) };
        for what in [Events::READ, Events::WRITE] {
            self.resume(what, Reasons::LOOKUP);
        }
        self.dns_error.set(error);
        // SAFETY: a list that was found, or null.
        let first = unsafe { list.as_ref() };
        let connected = match first {
            Some(first) if error == 0 => {
                // SAFETY: the list holds addresses of the lengths it says.
                unsafe { self.connect_locked(first.ai_addr, first.ai_addrlen as c_int) }
            }
            _ => Err(Failed),
        };
        let errno = mm::errno();
        // SAFETY: as above; it is not used again.
        unsafe { gai::free(list) };
        if connected.is_err() {
            mm::set_errno(errno);
            self.report(What::ERROR);
        }
        Ok(())
    }
}

/// A number as a C string.
struct Decimal([u8; 6]);

impl Decimal {
    fn new(number: u16) -> Self {
        let mut text = [0; 6];
        // Five digits are the most, so it fits, and the NUL stays.
        let _ = write!(&mut text[..5], "{number}");
        Decimal(text)
    }

    fn as_ptr(&self) -> *const std::ffi::c_char {
        self.0.as_ptr().cast()
    }
}
